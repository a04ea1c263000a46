using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest;

/// <summary>What is noted of few rows beside their parts: texts, each with a number that says what it is about.</summary>
/// <remarks>They are kept as one text a row, NULL in most: a sort that carries lists along takes a fifth longer.</remarks>
internal static class RowMarks
{
    /// <summary>Between two marks: U+10FFFF, which Unicode keeps free of characters.</summary>
    private const string Between = "chr(1114111)";

    /// <summary>SQL of a row's marks, NULL where it has none.</summary>
    /// <param name="marks">By number: when a row bears the mark (true, false, never NULL), and the mark's text (never NULL then).</param>
    public static string Of(IReadOnlyList<(string When, string Text)> marks)
    {
        if (marks.Count == 0) return "NULL::VARCHAR";
        var texts = marks.Select(static (m, i) => FormattableString.Invariant($"CASE WHEN {m.When} THEN '{i} ' || replace({m.Text}, {Between}, '') END"));
        return $"CASE WHEN {string.Join(" OR ", marks.Select(static m => m.When))} THEN concat_ws({Between}, {string.Join(", ", texts)}) END";
    }

    /// <summary>SQL of a relation of all marks: <c>file_no</c>, <c>row_no</c>, <c>mark</c> INTEGER (its number) and <c>text</c>.</summary>
    /// <param name="column">As <see cref="Of"/> gave it.</param>
    /// <param name="from">A relation with that column and the rows' places.</param>
    public static string Each(string column, string from) => "(SELECT file_no, row_no, split_part(each_, ' ', 1)::INTEGER AS mark, "
        + $"substr(each_, instr(each_, ' ') + 1) AS text FROM (SELECT file_no, row_no, unnest(string_split({column}, {Between})) AS each_ "
        + $"FROM {from} WHERE {column} IS NOT NULL))";

    /// <summary>SQL of what a mark's number stands for.</summary>
    /// <param name="names">By number.</param>
    public static string Named(IEnumerable<string> names) => $"([{string.Join(", ", names.Select(Sql.Text))}])[mark + 1]";
}
