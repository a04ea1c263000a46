namespace Investigator.Engine.Ingest.Sources;

/// <summary>Where the header of a table is, if it has one.</summary>
/// <param name="Skip">Lines above it, or above the first row.</param>
/// <param name="Header">Whether there is one.</param>
/// <param name="IsDoubtful">Whether about as much speaks for it as against it.</param>
/// <param name="Columns">Their names: trimmed, and <c>column_N</c> (1-based) where there is none.</param>
internal sealed record HeaderGuess(int Skip, bool Header, bool IsDoubtful, IReadOnlyList<string> Columns);

/// <summary>
/// Tells a table's header from titles above it and from rows below it: names stand where below there are numbers and times, and there are as many as a row has
/// fields.
/// </summary>
internal static class HeaderJudge
{
    /// <summary>Records at the start among which the header is looked for.</summary>
    private const int Above = 50;

    /// <summary>Columns are of numbers or times where this share of their values is: files have faults.</summary>
    private const double Typed = 0.6;

    /// <param name="records">From the start of the table (or behind the lines that are left out for sure).</param>
    /// <param name="given">What is known already.</param>
    /// <param name="sure">Lines that are left out for sure.</param>
    public static HeaderGuess Find(IReadOnlyList<SourceRecord> records, SourceFormat? given, int sure = 0)
    {
        if (records.Count == 0) return new HeaderGuess(sure, given?.Header ?? true, false, []);
        var width = Width(records);
        var start = given?.SkipLines is null ? Start(records, width) : 0;
        var first = records[start].Fields;
        var body = records.Skip(start + 1).Take(Above * 4).Select(static r => r.Fields).ToList();
        var (header, doubtful) = given?.Header is { } known ? (known, false) : HasHeader(first, body);
        var columns = Enumerable.Range(0, Math.Max(first.Count, header && body.Count > 0 && Trails(body, first.Count) ? first.Count + 1 : 0))
            .Select(i => header && i < first.Count && KeyText.Trimmed(first[i]) is { Length: > 0 } name ? name : $"column_{i + 1}");
        return new HeaderGuess(given?.SkipLines ?? Math.Max(sure, records[start].Line), header, doubtful, [.. columns]);
    }

    /// <summary>Rows that end with a delimiter more than the header.</summary>
    private static bool Trails(List<IReadOnlyList<string>> body, int width) =>
        width > 1 && body.TrueForAll(r => r.Count == width + 1 && string.IsNullOrWhiteSpace(r[^1]));

    private static int Width(IReadOnlyList<SourceRecord> records) => records.GroupBy(static r => r.Fields.Count)
        .OrderByDescending(static g => g.Count()).ThenByDescending(static g => g.Key).First().Key;

    private static int Start(IReadOnlyList<SourceRecord> records, int width)
    {
        var last = Math.Min(Above, records.Count);
        var found = Enumerable.Range(0, last).FirstOrDefault(i => IsFull(records[i], width), -1);
        // What has almost as many fields as a row may be a header with a fault, and is never passed over.
        return found <= 0 || records.Take(found).Any(r => r.Filled >= Math.Max(2, width - 1)) ? 0 : found;
    }

    private static bool IsFull(SourceRecord record, int width) =>
        record.Fields.Count == width && record.Filled >= Math.Max(Math.Min(2, width), (width + 1) / 2);

    private static (bool Header, bool IsDoubtful) HasHeader(IReadOnlyList<string> first, List<IReadOnlyList<string>> body)
    {
        if (body.Count == 0) return (!first.Any(static v => ValueLook.Of(v) == LookKind.Time), false);
        var (names, values, words, repeats) = (0, 0, 0, 0);
        for (var c = 0; c < first.Count; c++)
        {
            var own = ValueLook.Of(first[c]);
            if (own == LookKind.Nothing) continue;
            var below = body.Where(r => c < r.Count).Select(r => r[c].Trim()).Where(static v => ValueLook.Of(v) != LookKind.Nothing).ToList();
            if (below.Count == 0) continue;
            if (below.Count(static v => ValueLook.Of(v) != LookKind.Word) < Typed * below.Count)
            {
                if (own == LookKind.Word) words++;
                if (below.Contains(first[c].Trim(), StringComparer.Ordinal)) repeats++;
            }
            else if (own == LookKind.Word)
            {
                names++;
            }
            else
            {
                values++;
            }
        }

        if (names + values == 0) return (true, repeats > 0 && repeats * 2 >= words);
        // A header has no value of any kind; a row may lack some.
        if (values == 0) return (true, false);
        return names * 4 <= values ? (false, false) : (names >= values, true);
    }
}
