using System.Globalization;
using DuckDB.NET.Data;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Ingest.Sources;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest;

/// <summary>
/// A source's mapped columns as one view: <c>file_no</c> INTEGER, <c>row_no</c> BIGINT (1-based data row of its file), one trimmed VARCHAR for each
/// mapped column, beside it the typed value where all files have one (<see cref="NativeValue"/>), and <c>row_hash</c> UBIGINT over all columns of the source.
/// </summary>
/// <remarks>
/// CSV passes once through a Parquet file, which gives every row its number and lets later passes read only the columns they need; Parquet is read where it
/// lies. Whoever reads the view pays only for the columns that are asked for: the text of a typed column is made where somebody needs it.
/// </remarks>
internal sealed class RawTable
{
    /// <summary>Of all columns of a row, mapped or not: rows that are equal have equal ones.</summary>
    public const string Hash = "row_hash";

    /// <summary>Days that spreadsheets and databases give to a mere time of day: 1899-12-31 10:30:00.</summary>
    private const string NoDay = "^(0001-01-01|18[0-9]{2}-[0-9]{2}-[0-9]{2}|1900-01-0[01]|1904-01-01|1970-01-01)[ T]";

    private readonly List<string> _columns;
    private readonly Dictionary<string, NativeType> _native;
    private readonly IReadOnlyList<string>? _missing;

    private RawTable(string source, IReadOnlyList<SourceFile> files, List<string> columns, ValueFormats formats, IReadOnlyList<string>? missing)
    {
        (Source, Files, _columns, Formats, _missing) = (source, files, columns, formats, missing);
        _native = NativeOf(files);
        Taken = View;
    }

    /// <summary>transactions or events.</summary>
    public string Source { get; }

    public IReadOnlyList<SourceFile> Files { get; }

    /// <summary>How its values are written.</summary>
    public ValueFormats Formats { get; }

    /// <summary>Source rows, malformed ones included.</summary>
    public long Rows { get; private set; }

    public string View => Source + "_raw";

    /// <summary>The rows of <see cref="View"/> that belong to the table; all of them until a <see cref="RowSelection"/> says otherwise.</summary>
    public string Taken { get; set; }

    /// <summary>Rows that are malformed and so in no view; none of a table whose rows are another's too.</summary>
    public long Malformed { get; private set; }

    /// <summary>The trimmed text of a source column, NULL where empty or not mapped.</summary>
    public string Text(string? column) => column is null ? "NULL::VARCHAR" : "m" + _columns.IndexOf(column).ToString(CultureInfo.InvariantCulture);

    /// <summary>The same of an id, a whole number without a decimal part.</summary>
    public string Key(string? column) => column is null ? "NULL::VARCHAR" : $"as_key({Text(column)})";

    /// <summary>The same of whom or what the column names, NULL also where that is nobody (<see cref="MissingWords"/>).</summary>
    public string Name(string? column) => column is null ? "NULL::VARCHAR" : $"as_name({Text(column)})";

    /// <summary>The same of an id of something else, NULL also where that is none.</summary>
    public string Reference(string? column) => column is null ? "NULL::VARCHAR" : $"as_reference({Text(column)})";

    /// <summary>The same of a category, NULL also where it is none.</summary>
    public string Category(string? column) => column is null ? "NULL::VARCHAR" : $"as_category({Text(column)})";

    /// <summary>The text of a time, with the time of day where that stands in a column of its own; NULL where either is empty.</summary>
    /// <param name="column">Holds the time, the date or the year.</param>
    /// <param name="timeOfDay">Holds the time of day; null: the date's column has both.</param>
    /// <param name="monthAndDay">Hold the month and the day as numbers, beside the year; null: they are in the date's column.</param>
    public string TimeText(string column, string? timeOfDay, IReadOnlyList<string>? monthAndDay = null)
    {
        var date = monthAndDay is [var month, var day] ? $"({Key(column)} || '-' || lpad({Key(month)}, 2, '0') || '-' || lpad({Key(day)}, 2, '0'))"
            : Text(column);
        return timeOfDay is null ? date : $"({date} || ' ' || regexp_replace({Text(timeOfDay)}, {Sql.Text(NoDay)}, ''))";
    }

    /// <summary>A time as it stands in the source: typed where no rule of texts could say otherwise.</summary>
    /// <param name="column">Holds the time, the date or the year; null: not mapped.</param>
    /// <param name="timeOfDay">As for <see cref="TimeText"/>.</param>
    /// <param name="monthAndDay">Likewise.</param>
    public SourceCell TimeCell(string? column, string? timeOfDay = null, IReadOnlyList<string>? monthAndDay = null)
    {
        if (column is null) return SourceCell.Absent("TIMESTAMP");
        if (timeOfDay is null && monthAndDay is null && Native(column) is { } type and (NativeType.Date or NativeType.LocalTime or NativeType.Instant)
            && Formats.Time(column) is { Pattern: null or "iso" } format)
        {
            return SourceCell.OfTime(Value(column), type, format.Zone);
        }

        return SourceCell.OfText(TimeText(column, timeOfDay, monthAndDay), given => Time(column, timeOfDay, given));
    }

    /// <summary>The same of a time beside the row's own, NULL also where a word says that there is none.</summary>
    public SourceCell OptionalTimeCell(string? column)
    {
        var cell = TimeCell(column);
        return column is null || (cell.Native is not null && !MissingWords.CouldBe(_missing, cell.Native.Value)) ? cell
            : SourceCell.OfText(Category(column), given => Time(column, given));
    }

    /// <summary>A number as it stands in the source: typed where no rule of texts could say otherwise.</summary>
    public SourceCell NumberCell(string? column) => column is null ? SourceCell.Absent("DOUBLE")
        : NativeNumber(column) is { } type ? SourceCell.OfNumber(Value(column), type) : SourceCell.OfText(Text(column), given => Number(column, given));

    /// <summary>The same of a number that may be missing, NULL also where a word says that there is none.</summary>
    public SourceCell OptionalNumberCell(string? column)
    {
        if (column is null) return SourceCell.Absent("DOUBLE");
        if (NativeNumber(column) is not { } type || MissingWords.CouldBe(_missing, type))
        {
            return SourceCell.OfText(Category(column), given => Number(column, given));
        }

        var isWord = type == NativeType.Number && MissingWords.HasNotANumber(_missing);
        return SourceCell.OfNumber(isWord ? $"CASE WHEN NOT isnan({Value(column)}) THEN {Value(column)} END" : Value(column), type);
    }

    /// <summary>Where a part may hold a word for nothing; null where its column is not mapped, or has no such words.</summary>
    /// <param name="column">Of the source.</param>
    /// <param name="value">SQL that is NULL where a text is such a word.</param>
    /// <param name="cell">As which it is read; null: as a text.</param>
    public NamedPart? Part(string? column, string value, SourceCell? cell = null) => (column, cell?.Native) switch
    {
        (null, _) => null,
        (_, null) => new(column, Text(column), $"({Text(column)} IS NOT NULL AND {value} IS NULL)", Text(column)),
        (_, NativeType.Number) when MissingWords.HasNotANumber(_missing) =>
            new(column, Value(column), $"({Value(column)} IS NOT NULL AND {value} IS NULL)", "'nan'"),
        _ => null,
    };

    /// <summary>SQL of the time that a column's text (or what stands for it) is, NULL where it cannot be read.</summary>
    public string Time(string? column, string text) => column is null ? "NULL::TIMESTAMP" : Formats.Time(column).Sql(text);

    /// <summary>The same of a date and the time of day of another column, over <see cref="TimeText"/>.</summary>
    public string Time(string column, string? timeOfDay, string text) => Formats.Time(column, timeOfDay).Sql(text);

    /// <summary>SQL of the number that a column's text (or what stands for it) is, NULL where it cannot be read.</summary>
    public string Number(string? column, string text) => column is null ? "NULL::DOUBLE" : Formats.Number(column).Sql(text);

    /// <param name="session">Gets the view.</param>
    /// <param name="source">transactions or events.</param>
    /// <param name="files">One or more.</param>
    /// <param name="mapped">Columns that are used; null where one is not mapped.</param>
    /// <param name="formats">How values are written.</param>
    /// <param name="missing">The mapping's words for nothing; null: the usual ones.</param>
    /// <exception cref="InputException">A column is not there, a file cannot be read, or there are no rows.</exception>
    public static RawTable Stage(LoadSession session, string source, IReadOnlyList<SourceFile> files, IEnumerable<string?> mapped, ValueFormats formats,
        IReadOnlyList<string>? missing)
    {
        var raw = new RawTable(source, files, [.. mapped.OfType<string>().Distinct(StringComparer.Ordinal)], formats, missing);
        foreach (var file in files)
        {
            foreach (var column in raw._columns) file.ColumnSql(column);
        }

        var meter = session.Context.StartBytes(StageNames.Ingest, files.Sum(static f => f.Bytes), $"{source}: reading");
        var parts = files.Select((file, i) => file.Kind == SourceKind.Csv ? raw.StageCsv(session, file, i, meter) : raw.StageParquet(session, file, i))
            .ToList();
        // Trimmed in a select of its own, which runs once however often a text is used. Nothing stands around a typed value's text.
        var texts = string.Concat(raw._columns.Select((c, k) => raw.Native(c) is null ? $", as_text(m{k}) AS m{k}" : $", m{k}, v{k}"));
        session.Run($"CREATE VIEW {raw.View} AS SELECT file_no, row_no{texts}, {Hash} FROM ({string.Join(" UNION ALL ", parts)})");
        raw.Rows = raw.Malformed + session.Count($"SELECT count(*) FROM {raw.View}");
        meter.Finish();
        if (raw.Rows == 0) throw new InputException("there are no data rows", files[0].Path, expected: "rows below the header");
        return raw;
    }

    /// <summary>The same rows as another table of the load, which reads their columns too; its malformed lines stay this one's.</summary>
    public RawTable SharedAs(LoadSession session, string source, ValueFormats formats)
    {
        var shared = new RawTable(source, Files, _columns, formats, _missing) { Rows = Rows };
        session.Run($"CREATE VIEW {shared.View} AS SELECT * FROM {View}");
        return shared;
    }

    private string StageParquet(LoadSession session, SourceFile file, int number)
    {
        var columns = Columns(file);
        var from = file.TableSql("file_row_number = true");
        try
        {
            if (file.HasRowNumbers)
            {
                // Rows cannot be numbered beside a column of that name: in a copy there is none.
                var copy = Path.Combine(session.RawFolder, string.Create(CultureInfo.InvariantCulture, $"{Source}-{number}.parquet"));
                session.Run($"COPY (SELECT {columns} FROM {file.TableSql()}) TO {Sql.Text(copy)} (FORMAT parquet)");
                columns = string.Concat(_columns.Select((c, k) => FormattableString.Invariant($"m{k}, {(Native(c) is null ? "" : $"v{k}, ")}"))) + Hash;
                from = Sql.Parquet(copy, rowNumbers: true);
            }

            var part = $"SELECT {number}::INTEGER AS file_no, file_row_number + 1 AS row_no, {columns} FROM {from}";
            session.Count($"SELECT count(*) FROM ({part})");
            return part;
        }
        catch (DuckDBException e)
        {
            throw new InputException("the file cannot be read as Parquet: " + ReadFault.FirstLine(e), file.Path, expected: "a whole Parquet file");
        }
    }

    private string StageCsv(LoadSession session, SourceFile file, int number, ProgressMeter meter)
    {
        var staged = Path.Combine(session.RawFolder, string.Create(CultureInfo.InvariantCulture, $"{Source}-{number}.parquet"));
        var part = $"SELECT {number}::INTEGER AS file_no, file_row_number + 1 AS row_no, * EXCLUDE (file_row_number) "
            + $"FROM {Sql.Parquet(staged, rowNumbers: true)}";
        if (new CsvStaging(session, file, Columns(file), staged, meter).Copy($"{Source}_errors_{number}") is not { } errors) return part;

        // Malformed lines have no row in the staged file, so later rows have lower numbers there: the shift is added back.
        session.Run($"CREATE TABLE {errors}_b AS SELECT row_no - nth AS before, max(nth) AS shift FROM (SELECT row_no, row_number() OVER (ORDER BY row_no) "
            + $"AS nth FROM (SELECT DISTINCT line::BIGINT - 1 AS row_no FROM {errors})) GROUP BY row_no - nth");
        var malformed = session.Count($"SELECT count(DISTINCT line) FROM {errors}");
        if (malformed == 0) return part;
        Malformed += malformed;
        session.Run($"INSERT INTO rejects SELECT DISTINCT ON (line) {Sql.Text(Source)}, {number}, line - 1, '', left(trim(csv_line, ' \r\n'), 200), "
            + $"CASE error_type::VARCHAR WHEN 'MISSING COLUMNS' THEN 'line has too few fields' WHEN 'TOO MANY COLUMNS' THEN 'line has too many fields' "
            + $"WHEN 'INVALID ENCODING' THEN {Sql.Text($"line is not {TextEncoding.Shown(file.Layout.Encoding)}")} "
            + $"WHEN 'LINE SIZE OVER MAXIMUM' THEN 'line is longer than 2,000,000 bytes' ELSE 'quotes do not pair' END "
            + $"FROM {errors} ORDER BY line, byte_position");
        return $"SELECT p.* REPLACE (p.row_no + coalesce(b.shift, 0) AS row_no) FROM ({part}) p ASOF LEFT JOIN {errors}_b b ON p.row_no > b.before";
    }

    /// <summary>The hash is taken over the columns in order of name, which is the same for files that have them in another order.</summary>
    private string Columns(SourceFile file)
    {
        var all = file.Columns.CountBy(static c => c).Where(static c => c.Value == 1).Select(static c => c.Key).Order(StringComparer.Ordinal)
            .Select(c => _native.ContainsKey(c) ? file.NativeOf(c)!.Sql : file.ColumnSql(c));
        return string.Join(", ", _columns
            .Select((c, k) => FormattableString.Invariant($"{file.ColumnSql(c)} AS m{k}{(Native(c) is null ? "" : $", {file.NativeOf(c)!.Sql} AS v{k}")}"))
            .Append($"hash({string.Join(", ", all)}) AS {Hash}"));
    }

    /// <summary>Columns that are typed alike in all files.</summary>
    private static Dictionary<string, NativeType> NativeOf(IReadOnlyList<SourceFile> files) => files[0].Cells
        .Where(c => c.Native is { } native && files.All(f => f.NativeOf(c.Name)?.Type == native.Type))
        .Select(static c => (c.Name, c.Native!.Type)).ToDictionary(StringComparer.Ordinal);

    private NativeType? Native(string column) => _native.TryGetValue(column, out var type) ? type : null;

    /// <summary>The type of a column of numbers that are written in no way of their own.</summary>
    private NativeType? NativeNumber(string column) =>
        Native(column) is { } type and (NativeType.Whole or NativeType.Number) && Formats.Number(column) == NumberFormat.Plain ? type : null;

    private string Value(string column) => "v" + _columns.IndexOf(column).ToString(CultureInfo.InvariantCulture);
}
