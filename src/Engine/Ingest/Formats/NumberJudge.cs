namespace Investigator.Engine.Ingest.Formats;

/// <summary>How a column's numbers are written, as far as its values tell.</summary>
/// <param name="Read">Rows that are numbers, in the format that reads most.</param>
/// <param name="Formats">Those that cannot be told apart, the simplest first; one where it is certain.</param>
/// <param name="Tells">Whether the values tell the decimal sign: whole numbers do not.</param>
/// <param name="Example">A text that the formats read as different numbers; null where it is certain.</param>
internal sealed record NumberJudgement(int Read, IReadOnlyList<NumberFormat> Formats, bool Tells, string? Example)
{
    public static NumberJudgement None { get; } = new(0, [NumberFormat.Plain], false, null);

    public bool IsCertain => Formats.Count == 1;
}

/// <summary>Judges the numbers of one column: a format is out as soon as a value speaks against it that few values contradict.</summary>
internal static class NumberJudge
{
    /// <summary>A value that only one format reads is a slip where this many others say otherwise.</summary>
    private const int Slip = 20;

    /// <summary>The simplest first: of formats that give the same numbers the first is taken.</summary>
    public static IReadOnlyList<NumberFormat> Ways { get; } =
    [
        NumberFormat.Plain, new(',', '.'), new('.', ','), new('.', ' '), new(',', ' '), new('.', '\''), new(',', '\''), new('.', '_'), new(',', '_'),
    ];

    /// <param name="texts">Different values, with the rows of each.</param>
    /// <param name="tried">Formats to choose from.</param>
    public static NumberJudgement Judge(IReadOnlyDictionary<string, int> texts, IReadOnlyList<NumberFormat> tried)
    {
        NumberFormat[] ways = [.. tried];
        // Most columns hold no numbers at all, or none that a sign could change.
        if (ways.Length == 0 || !texts.Keys.Any(static t => t.Any(char.IsAsciiDigit))) return NumberJudgement.None;
        var rows = texts.ToArray();
        var values = new double?[ways.Length][];
        for (var w = 0; w < ways.Length; w++) values[w] = new double?[rows.Length];
        for (var r = 0; r < rows.Length; r++)
        {
            var text = rows[r].Key;
            if (!text.Any(char.IsAsciiDigit)) continue;
            var bare = text.All(char.IsAsciiDigit);
            var parts = bare ? new NumberText(text, text, false) : NumberText.Of(text);
            for (var w = 0; w < ways.Length; w++) values[w][r] = bare && w > 0 ? values[0][r] : ways[w].Read(parts);
        }

        int Count(int one, int? without)
        {
            var sum = 0;
            for (var r = 0; r < rows.Length; r++)
            {
                if (values[one][r] is not null && (without is null || values[without.Value][r] is null)) sum += rows[r].Value;
            }

            return sum;
        }

        var best = Enumerable.Range(0, ways.Length).MaxBy(w => Count(w, null));
        var read = Count(best, null);
        if (read == 0) return NumberJudgement.None;
        var (rivals, example, tells) = (new List<NumberFormat>(), (string?)null, false);
        for (var w = 0; w < ways.Length; w++)
        {
            if (w == best) continue;
            var (mine, others) = (Count(best, w), Count(w, best));
            var differs = First(r => values[best][r] is { } x && values[w][r] is { } y && !x.Equals(y));
            var isOut = mine > 0 && others * Slip <= mine;
            if (ways[w].Decimal != ways[best].Decimal && isOut) tells = true;
            if (isOut || (differs is null && others == 0)) continue;
            var at = differs ?? First(r => values[w][r] is not null && values[best][r] is null)!.Value;
            // Of formats that give the same numbers as a rival that is known already, none is added.
            if (rivals.Exists(f => Same(values[Array.IndexOf(ways, f)], values[w]))) continue;
            rivals.Add(ways[w]);
            example ??= rows[at].Key;
        }

        int? First(Func<int, bool> holds) => Enumerable.Range(0, rows.Length).Where(holds).Select(static r => (int?)r).FirstOrDefault();
        return new NumberJudgement(read, [ways[best], .. rivals], tells && rivals.Count == 0, example);
    }

    private static bool Same(double?[] a, double?[] b) => a.AsSpan().SequenceEqual(b);
}
