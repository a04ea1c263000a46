using System.Globalization;
using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Ingest.Sources;

namespace Investigator.Engine.Ingest.Matrices;

/// <summary>The cells of one column of a matrix, as SQL.</summary>
/// <param name="Sql">As the file has them.</param>
internal sealed record MatrixCell(string Sql)
{
    /// <summary>The number that it is, as DOUBLE; NULL where it is none.</summary>
    public string Number { get; private init; } = $"try_cast({Sql} AS DOUBLE)";

    /// <summary>How its numbers are read, where they are not written plainly.</summary>
    public string? Note { get; private init; }

    /// <summary>NULL where there is nothing.</summary>
    public string Filled => $"nullif(trim(({Sql})::VARCHAR), '')";

    /// <summary>The same with numbers read as the judge of all tables reads them, where a sample shows that they are not written plainly.</summary>
    /// <param name="cells">Of texts.</param>
    /// <param name="sample">Rows.</param>
    public static IReadOnlyList<MatrixCell> Judged(IReadOnlyList<MatrixCell> cells, IReadOnlyList<string?[]> sample)
    {
        var columns = cells.Select((_, c) => new SampleColumn(string.Create(CultureInfo.InvariantCulture, $"c{c}"),
            [.. sample.Select(row => row[c] is { Length: > 0 } text ? text : null)])).ToList();
        if (columns.TrueForAll(static c => c.Values.All(static v => v is null || IsPlain(v)))) return cells;
        var judged = FormatJudge.Judge(TableNames.Transactions, columns, null);
        var open = judged.Advice.Where(static a => a.Level == AdviceLevel.Decide).Select(static a => a.Column).ToHashSet();
        var formats = new ValueFormats(judged.Format);
        return [.. cells.Zip(columns, (cell, column) => cell.As(column, open.Contains(column.Name) ? NumberFormat.Plain : formats.Number(column.Name)))];
    }

    private MatrixCell As(SampleColumn column, NumberFormat format)
    {
        var given = column.Values.OfType<string>().Where(static v => !IsPlain(v)).ToList();
        if (given.Count == 0) return this;
        if (given.TrueForAll(static v => bool.TryParse(v, out _)))
        {
            return this with
            {
                Number = $"CASE lower(trim({Sql})) WHEN 'true' THEN 1.0::DOUBLE WHEN 'false' THEN 0.0::DOUBLE ELSE try_cast({Sql} AS DOUBLE) END",
                Note = "true is read as 1 and false as 0",
            };
        }
        if (given.Find(v => format.Read(v) is not null) is not { } example) return this;
        var note = string.Create(CultureInfo.InvariantCulture, $"'{example}' is read as {format.Read(example)}, and numbers like it alike");
        return this with { Number = format.Sql($"trim({Sql})"), Note = note };
    }

    private static bool IsPlain(string text) => NumberFormat.ReadBare(text) is not null;
}
