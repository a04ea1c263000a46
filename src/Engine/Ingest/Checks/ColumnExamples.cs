using System.Globalization;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Checks;

/// <summary>A word of a column whose words have meanings, or decide what a row is.</summary>
/// <param name="Table">transactions or events.</param>
/// <param name="Column">Source column.</param>
/// <param name="Word">As it stands there, trimmed.</param>
/// <param name="Rows">That hold it.</param>
public sealed record WordCount(string Table, string Column, string Word, long Rows);

/// <summary>A text of a column of times or numbers, and what it is read as.</summary>
/// <param name="Table">transactions or events.</param>
/// <param name="Column">Source column.</param>
/// <param name="Text">As it stands there, trimmed.</param>
/// <param name="Value">The time in UTC or the number; null where the text cannot be read.</param>
/// <param name="IsTime">Whether it is to be a time.</param>
public sealed record ReadExample(string Table, string Column, string Text, string? Value, bool IsTime);

/// <summary>What stands in columns and what it is read as: the words that a person gives meanings to, and examples of times and numbers.</summary>
internal static class ColumnExamples
{
    /// <summary>More words than anyone gives meanings to by hand.</summary>
    private const int MostWords = 60;

    private const int ExamplesShown = 3;

    /// <summary>Texts that examples are taken from: the first ones, so that no column is read to its end for them.</summary>
    private const int Looked = 200;

    /// <summary>The most frequent words of each column first.</summary>
    /// <param name="session">The check.</param>
    /// <param name="raw">Transactions or events.</param>
    /// <param name="columns">Of the source; null where there is none.</param>
    /// <param name="rows">In which rows; null: all.</param>
    public static IEnumerable<WordCount> Words(LoadSession session, RawTable raw, IEnumerable<string?> columns, RowFilter? rows = null)
    {
        var among = rows is null ? "true" : RowSelection.Takes(raw, rows);
        return columns.OfType<string>().Where(c => c != rows?.Column).Distinct(StringComparer.Ordinal).SelectMany(column => session.Connection.Query(
            $"SELECT left({raw.Text(column)}, 200) AS word, count(*) FROM {raw.View} WHERE {raw.Text(column)} IS NOT NULL AND {among} GROUP BY word "
                + $"ORDER BY 2 DESC, 1 LIMIT {Text(MostWords)}",
            r => new WordCount(raw.Source, column, r.GetString(0), r.GetInt64(1)), session.Context.Cancel));
    }

    public static IEnumerable<ReadExample> Times(LoadSession session, RawTable raw, IEnumerable<string?> columns) =>
        Read(session, raw, columns, isTime: true, column => raw.Time(column, "text"));

    public static IEnumerable<ReadExample> Numbers(LoadSession session, RawTable raw, IEnumerable<string?> columns) =>
        Read(session, raw, columns, isTime: false, column => raw.Number(column, "text"));

    private static IEnumerable<ReadExample> Read(LoadSession session, RawTable raw, IEnumerable<string?> columns, bool isTime, Func<string, string> value) =>
        columns.OfType<string>().Distinct(StringComparer.Ordinal).SelectMany(column => session.Connection.Query(
            $"SELECT left(text, 200), ({value(column)})::VARCHAR FROM (SELECT text, min(nth) AS nth FROM (SELECT text, row_number() OVER () AS nth FROM "
                + $"(SELECT {raw.Text(column)} AS text FROM {raw.View} WHERE {raw.Text(column)} IS NOT NULL LIMIT {Text(Looked)})) GROUP BY text) "
                + $"ORDER BY nth LIMIT {Text(ExamplesShown)}",
            r => new ReadExample(raw.Source, column, r.GetString(0), r.IsDBNull(1) ? null : r.GetString(1), isTime), session.Context.Cancel));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
