using System.Text;
using System.Text.RegularExpressions;

namespace Investigator.Engine.Ingest.Formats;

/// <summary>A time by its fields: <c>dd.MM.yyyy HH:mm</c>, <c>MMM d, yyyy h:mm tt</c>, <c>yyyyMMdd</c>, or a time of day alone, <c>HH:mm:ss</c>.</summary>
/// <remarks>
/// Fields of digits have one or two of them (a year two or four), and exactly as many as letters where nothing stands between two fields. Years of two digits
/// are 1970 to 2069. A space stands for one or more spaces, and the point before a fraction for a comma too.
/// </remarks>
internal sealed class FieldPattern : TimePattern
{
    private const string AnySpace = "[ \u00a0\u202f]+";

    private readonly List<PatternField> _fields;
    private readonly Regex _known;
    private readonly string _expression;

    private FieldPattern(string name, List<PatternField> fields)
    {
        (Name, _fields) = (name, fields);
        _expression = string.Concat(fields.Select(static f => f.IsRead ? $"({Expression(f)})" : Expression(f)));
        _known = new Regex($"\\A{_expression}\\z", RegexOptions.CultureInvariant);
    }

    public override string Name { get; }

    /// <summary>Whether it is a time of day without a date.</summary>
    public bool IsTimeOfDay => !Has(FieldKind.Day);

    /// <summary>Null where it is no pattern: not a whole date or time of day, a field given twice, an unknown letter.</summary>
    public static new FieldPattern? Find(string name)
    {
        if (PatternField.Parse(name) is not { } fields) return null;
        var kinds = fields.Where(static f => f.IsRead).Select(static f => f.Kind).ToList();
        bool Has(FieldKind kind) => kinds.Contains(kind);
        var date = new[] { FieldKind.Year, FieldKind.Month, FieldKind.Day }.Count(Has);
        if (kinds.Distinct().Count() < kinds.Count || date is not (0 or 3) || (date == 0 && !Has(FieldKind.Hour))) return null;
        if ((Has(FieldKind.Minute) && !Has(FieldKind.Hour)) || (Has(FieldKind.Second) && !Has(FieldKind.Minute))) return null;
        if ((Has(FieldKind.Fraction) && !Has(FieldKind.Second)) || (Has(FieldKind.HalfDay) && !Has(FieldKind.Hour))) return null;
        var hour = fields.Find(static f => f.Kind == FieldKind.Hour);
        return (hour?.Letters.StartsWith('h') ?? false) != Has(FieldKind.HalfDay) ? null : new FieldPattern(name.Trim(), fields);
    }

    public override string Sql(string text, WrittenZones zones)
    {
        var local = LocalSql("parts_");
        var whole = ColumnSql.With(Parts(text), "parts_", Has(FieldKind.Zone)
            ? zones.Sql(local, $"parts_.{Word(FieldKind.Zone)}") : TimeZones.ToUtc(local, zones.Default));
        if (Simple() is not { } format) return whole;

        // Where digits and signs are all there is, DuckDB reads a time four times faster.
        var simple = $"CASE WHEN regexp_full_match({text}, {Tables.Sql.Text(_expression)}) THEN try_strptime({text}, {Tables.Sql.Text(format)}) END";
        return $"coalesce({TimeZones.ToUtc(simple, zones.Default)}, {whole})";
    }

    public override DateTime? Read(string text, WrittenZones zones) => Match(text) is { } parts && Local(parts) is { } local
        ? zones.Read(local, parts.GetValueOrDefault(FieldKind.Zone, "")) : null;

    public override string? ZoneOf(string text) => Match(text)?.GetValueOrDefault(FieldKind.Zone, "");

    /// <summary>A regular expression of what it reads, without groups.</summary>
    public string Shape => string.Concat(_fields.Select(static f => f.IsRead ? $"(?:{Expression(f)})" : Expression(f)));

    /// <summary>SQL of the time since midnight of a text that is a time of day.</summary>
    public string SinceMidnight(string text) => ColumnSql.With(Parts(text), "clock_", LocalSql("clock_") + " - TIMESTAMP '1970-01-01'");

    /// <param name="parts">SQL of the struct of a text's fields.</param>
    /// <returns>SQL of the TIMESTAMP without regard to a zone; a time of day is one of 1 January 1970.</returns>
    private string LocalSql(string parts)
    {
        string Part(FieldKind kind, string otherwise) => Has(kind) ? $"{parts}.{Word(kind)}" : $"'{otherwise}'";
        var (year, month) = (Part(FieldKind.Year, "1970"), Part(FieldKind.Month, "1"));
        if (IsShortYear) year = $"CASE WHEN {year} >= '70' THEN '19' ELSE '20' END || {year}";
        if (IsNamedMonth) month = $"month_number({month})";
        var hour = Part(FieldKind.Hour, "0");
        if (Has(FieldKind.HalfDay))
        {
            hour = $"(try_cast({hour} AS INTEGER) % 12 + CASE WHEN {Part(FieldKind.HalfDay, "")}[1] IN ('p', 'P') THEN 12 ELSE 0 END)::VARCHAR";
        }

        var fraction = Has(FieldKind.Fraction) ? $"rpad(left({Part(FieldKind.Fraction, "")}, 6), 6, '0')" : "'0'";
        return $"try_cast(({year}) || '-' || {month} || '-' || {Part(FieldKind.Day, "1")} || ' ' || {hour} || ':' || {Part(FieldKind.Minute, "0")} || ':' || "
            + $"{Part(FieldKind.Second, "0")} || '.' || {fraction} AS TIMESTAMP)";
    }

    private DateTime? Local(Dictionary<FieldKind, string> parts)
    {
        int Part(FieldKind kind, int otherwise) => parts.TryGetValue(kind, out var digits) ? Int(digits) : otherwise;
        var year = Part(FieldKind.Year, 1970);
        if (IsShortYear) year += year >= 70 ? 1900 : 2000;
        var month = !IsNamedMonth ? Part(FieldKind.Month, 1) : MonthNames.Number(parts[FieldKind.Month]);
        if (month is null) return null;
        var hour = Part(FieldKind.Hour, 0);
        if (parts.TryGetValue(FieldKind.HalfDay, out var half)) hour = hour % 12 + (half[0] is 'p' or 'P' ? 12 : 0);
        return Of((year, month.Value, Part(FieldKind.Day, 1)), (hour, Part(FieldKind.Minute, 0), Part(FieldKind.Second, 0)),
            parts.GetValueOrDefault(FieldKind.Fraction, ""));
    }

    private bool IsShortYear => _fields.Exists(static f => f is { Kind: FieldKind.Year, Letters.Length: 2 });

    private bool IsNamedMonth => _fields.Exists(static f => f is { Kind: FieldKind.Month, Letters.Length: > 2 });

    private bool Has(FieldKind kind) => _fields.Exists(f => f.Kind == kind);

    private Dictionary<FieldKind, string>? Match(string text)
    {
        var match = _known.Match(text);
        if (!match.Success) return null;
        return _fields.Where(static f => f.IsRead)
            .Select((f, i) => (f.Kind, match.Groups[i + 1].Value)).ToDictionary();
    }

    private string Parts(string text) => $"regexp_extract({text}, {Tables.Sql.Text($"^{_expression}$")}, "
        + $"[{string.Join(", ", _fields.Where(static f => f.IsRead).Select(static f => $"'{Word(f.Kind)}'"))}])";

    private static string Word(FieldKind kind) => kind.ToString().ToLowerInvariant() + "_";

    private static string Expression(PatternField field) => field.Kind switch
    {
        FieldKind.Literal when field.Letters == " " => AnySpace,
        FieldKind.Literal => Regex.Escape(field.Letters),
        FieldKind.FractionPoint => "[.,]",
        FieldKind.Weekday => @"\p{L}+\.?",
        FieldKind.Year => field.Letters.Length == 2 ? "[0-9]{2}" : "[0-9]{4}",
        FieldKind.Month when field.Letters.Length > 2 => @"\p{L}+\.?",
        FieldKind.Month => field.IsExact ? "0[1-9]|1[0-2]" : "0?[1-9]|1[0-2]",
        FieldKind.Day => field.IsExact ? "0[1-9]|[12][0-9]|3[01]" : "0?[1-9]|[12][0-9]|3[01]",
        FieldKind.Hour when field.Letters[0] == 'h' => field.IsExact ? "0[0-9]|1[0-2]" : "0?[0-9]|1[0-2]",
        FieldKind.Hour => field.IsExact ? "[01][0-9]|2[0-3]" : "[01]?[0-9]|2[0-3]",
        FieldKind.Minute or FieldKind.Second => "[0-5][0-9]",
        FieldKind.Fraction => "[0-9]{1,12}",
        FieldKind.HalfDay => @"[AaPp]\.?[Mm]\.?",
        _ => WrittenZones.Expression,
    };

    /// <summary>The pattern as DuckDB's strptime takes it; null where it has more than digits and signs.</summary>
    private string? Simple()
    {
        var format = new StringBuilder();
        foreach (var field in _fields)
        {
            switch (field.Kind)
            {
                case FieldKind.Literal: format.Append(field.Letters.Replace("%", "%%", StringComparison.Ordinal)); break;
                case FieldKind.Year when field.Letters.Length == 4: format.Append("%Y"); break;
                case FieldKind.Month when field.Letters.Length <= 2: format.Append("%m"); break;
                case FieldKind.Day: format.Append("%d"); break;
                case FieldKind.Hour when field.Letters[0] == 'H': format.Append("%H"); break;
                case FieldKind.Minute: format.Append("%M"); break;
                case FieldKind.Second: format.Append("%S"); break;
                default: return null;
            }
        }

        return IsTimeOfDay ? null : format.ToString();
    }
}
