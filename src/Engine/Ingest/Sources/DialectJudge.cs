using System.Text.RegularExpressions;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>What the first lines of a text say of its delimiter and quotes.</summary>
/// <param name="Dialect">The likeliest.</param>
/// <param name="Other">A delimiter for which as much speaks; null where there is none.</param>
/// <param name="SepLine">Whether the first line only says which it is (<c>sep=;</c>), as spreadsheets write and read it.</param>
internal sealed record DialectGuess(TextDialect Dialect, char? Other, bool SepLine);

/// <summary>Finds the delimiter and the quotes of a text: those that give its lines the same number of fields.</summary>
internal static partial class DialectJudge
{
    private const string Delimiters = ",;\t|";

    /// <summary>Records looked at.</summary>
    private const int MaxRecords = 500;

    /// <summary>A delimiter gives so much larger a share of the lines the same number of fields that the other's number does not matter.</summary>
    private const double Clear = 0.1;

    /// <param name="head">Whole lines from the start of the text.</param>
    /// <param name="given">What is known already.</param>
    /// <param name="skip">Lines to pass over.</param>
    public static DialectGuess Find(string head, SourceFormat? given, int skip)
    {
        var sep = SepLine().Match(head);
        var known = given?.Delimiter is { Length: > 0 } d ? (d == "tab" ? '\t' : d[0]) : sep.Success ? sep.Groups[1].Value[0] : (char?)null;
        if (sep.Success) skip = Math.Max(skip, 1);
        var fits = (known is { } only ? [only] : Delimiters.ToCharArray()).Select(c => BestQuotes(head, c, skip)).ToList();
        if (known is not null) return new DialectGuess(fits[0].Dialect, null, sep.Success);

        // A comma between digits is a decimal sign where another delimiter splits the lines as well.
        if (fits.Exists(static f => f.Dialect.Delimiter != ',' && f.IsTable)) fits.RemoveAll(f => f.Dialect.Delimiter == ',' && f.OnlyDecimals);
        var best = fits.Aggregate(static (a, b) => IsBetter(b, a) ? b : a);
        var other = fits.Find(f => f != best && f.IsTable && f.Fields == best.Fields && Math.Abs(f.Share - best.Share) <= Clear);
        return new DialectGuess(best.Dialect, other?.Dialect.Delimiter, false);
    }

    /// <summary>Records of a text's head, up to its last whole line.</summary>
    public static List<SourceRecord> Records(string head, TextDialect dialect, int skip, int most = MaxRecords)
    {
        using var text = new StringReader(head);
        var reader = new RecordReader(text, dialect);
        reader.Skip(skip);
        var records = new List<SourceRecord>();
        while (records.Count < most && reader.Read()) records.Add(new SourceRecord((int)reader.Line, reader.Fields, reader.IsWellFormed));
        return records;
    }

    private static bool IsBetter(Fit a, Fit b)
    {
        if (a.IsTable != b.IsTable) return a.IsTable;
        if (Math.Abs(a.Share - b.Share) > Clear) return a.Share > b.Share;
        return a.Fields > b.Fields;
    }

    private static Fit BestQuotes(string head, char delimiter, int skip)
    {
        var usual = Look(head, new TextDialect(delimiter), skip);
        if (head.Contains("\\\"", StringComparison.Ordinal) && Look(head, new TextDialect(delimiter, Escape: '\\'), skip) is var escaped
            && escaped.Malformed < usual.Malformed) return escaped;
        if (delimiter == '\'' || !head.Contains('\'', StringComparison.Ordinal)) return usual;
        var single = Look(head, new TextDialect(delimiter, '\'', '\''), skip);
        return single.Quoted >= Math.Max(2, single.Records) && single.Malformed == 0 && single.Share >= usual.Share && usual.Quoted == 0 ? single : usual;
    }

    private static Fit Look(string head, TextDialect dialect, int skip)
    {
        using var text = new StringReader(head);
        var reader = new RecordReader(text, dialect, raw: true);
        reader.Skip(skip);
        var counts = new Dictionary<int, int>();
        var (records, malformed, quoted, commas, decimals) = (0, 0, 0, 0, 0);
        while (records < MaxRecords && reader.Read())
        {
            records++;
            if (!reader.IsWellFormed) malformed++;
            counts[reader.Fields.Count] = counts.GetValueOrDefault(reader.Fields.Count) + 1;
            var raw = reader.Raw;
            if (raw.Contains(dialect.Quote)) quoted += Enclosed(raw, dialect);
            if (dialect.Delimiter != ',') continue;
            commas += raw.Count(',');
            decimals += DecimalComma().Count(raw);
        }

        var (fields, most) = counts.OrderByDescending(static c => c.Key > 1).ThenByDescending(static c => c.Value).ThenByDescending(static c => c.Key)
            .Select(static c => (c.Key, c.Value)).FirstOrDefault((1, 0));
        return new Fit(dialect, fields, records == 0 ? 0 : (double)most / records, records, malformed, quoted, commas > 0 && commas == decimals);
    }

    /// <summary>Fields of a record that begin and end with a quote.</summary>
    private static int Enclosed(ReadOnlySpan<char> raw, TextDialect dialect)
    {
        var count = 0;
        foreach (var range in raw.Split(dialect.Delimiter))
        {
            var field = raw[range].Trim();
            if (field.Length >= 2 && field[0] == dialect.Quote && field[^1] == dialect.Quote) count++;
        }

        return count;
    }

    [GeneratedRegex("^\"?sep=(.)\"?[ ;,\t|]*(?:\r\n|\r|\n|$)", RegexOptions.IgnoreCase)]
    private static partial Regex SepLine();

    [GeneratedRegex(@"(?<=\d),(?=\d)")]
    private static partial Regex DecimalComma();

    /// <summary>How well a dialect fits.</summary>
    /// <param name="Dialect">It.</param>
    /// <param name="Fields">Of most records, or of most that have several.</param>
    /// <param name="Share">Of the records, those with that number.</param>
    /// <param name="Records">Looked at.</param>
    /// <param name="Malformed">Records whose quotes do not pair.</param>
    /// <param name="Quoted">Fields in quotes.</param>
    /// <param name="OnlyDecimals">Whether it is the comma, and each stands between two digits.</param>
    private sealed record Fit(TextDialect Dialect, int Fields, double Share, int Records, int Malformed, int Quoted, bool OnlyDecimals)
    {
        public bool IsTable => Fields > 1 && Share >= 0.3;
    }
}
