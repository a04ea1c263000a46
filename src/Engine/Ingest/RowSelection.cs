using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest;

/// <summary>The rows of a source that belong to a table: those that its filter takes, each delivery of a row once where that is known or said.</summary>
/// <param name="LeftOut">Rows that the filter leaves to others.</param>
/// <param name="Copies">Rows that were delivered before.</param>
/// <param name="SameIds">Whether several rows bear one id.</param>
/// <param name="Advice">What a person should know of the copies, or must decide; null where there are none.</param>
internal sealed record RowSelection(long LeftOut, long Copies, bool SameIds, Advice? Advice)
{
    /// <summary>Share of rows that are equal to another of the same file beyond which a person must say what they are.</summary>
    private const double MostRepeats = 0.01;

    /// <summary>A handful of equal rows is no second delivery, and changes nothing.</summary>
    private const int FewestRepeats = 10;

    /// <summary>Sets <see cref="RawTable.Taken"/>.</summary>
    /// <param name="session">Gets the view.</param>
    /// <param name="raw">The source's rows.</param>
    /// <param name="filter">Null: all of them.</param>
    /// <param name="id">Column of ids; null where rows have none.</param>
    /// <param name="keys">Columns that equal rows agree in, compared besides the hash of the whole row.</param>
    /// <param name="rule">What was chosen for copies.</param>
    public static RowSelection Of(LoadSession session, RawTable raw, RowFilter? filter, string? id, IEnumerable<string?> keys, CopyRule? rule)
    {
        var taken = filter is null ? raw.View : $"(SELECT * FROM {raw.View} WHERE {Takes(raw, filter)})";
        var leftOut = raw.MalformedElsewhere + (filter is null ? 0 : session.Count($"SELECT count(*) FILTER (NOT {Takes(raw, filter)}) FROM {raw.View}"));
        var alike = HasAlike(session, raw, taken, id, rule);
        var (copies, advice) = alike && rule != CopyRule.All ? FindCopies(session, raw, taken, id, keys, rule, raw.Rows - leftOut) : (0, null);
        raw.Taken = raw.Source + "_rows";
        session.Run($"CREATE VIEW {raw.Taken} AS SELECT * FROM {taken} r"
            + (copies == 0 ? "" : $" WHERE NOT EXISTS (SELECT 1 FROM {Table(raw)} c WHERE c.file_no = r.file_no AND c.row_no = r.row_no)"));
        return new RowSelection(leftOut, copies, alike && id is not null, advice);
    }

    private static string Table(RawTable raw) => raw.Source + "_copies";

    /// <summary>SQL that is true for a row that the filter takes.</summary>
    public static string Takes(RawTable raw, RowFilter filter) =>
        (filter.Except ? "NOT " : "") + SourceWords.AmongSql(raw.Text(filter.Column), filter.Words);

    /// <summary>
    /// Keeps the ids, or the hashes where there are none, that several rows have. Rows that have ids can only be equal where these are: the hash, which of a
    /// Parquet file means reading it whole, is then rarely looked at.
    /// </summary>
    private static bool HasAlike(LoadSession session, RawTable raw, string taken, string? id, CopyRule? rule)
    {
        if (id is null && rule == CopyRule.All) return false;
        session.Run($"CREATE TABLE {raw.Source}_alike AS SELECT {Alike(raw, id)} AS alike FROM {taken} GROUP BY 1 "
            + "HAVING count(*) > 1 AND alike IS NOT NULL");
        return session.Count($"SELECT count(*) FROM {raw.Source}_alike") > 0;
    }

    private static string Alike(RawTable raw, string? id) => id is null ? RawTable.Hash : raw.Key(id);

    private static (long Copies, Advice? Advice) FindCopies(LoadSession session, RawTable raw, string taken, string? id, IEnumerable<string?> keys,
        CopyRule? rule, long rows)
    {
        var same = string.Join(", ", keys.Append(id).OfType<string>().Distinct(StringComparer.Ordinal).Select(raw.Text).Prepend(RawTable.Hash));
        session.Run($"""
            CREATE TABLE {raw.Source}_repeats AS
            SELECT file_no, row_no, nth, max(of_file) OVER (PARTITION BY {same}) AS most
            FROM (SELECT *, row_number() OVER (PARTITION BY {same} ORDER BY file_no, row_no) AS nth,
                         count(*) OVER (PARTITION BY {same}, file_no) AS of_file
                  FROM {taken} WHERE {Alike(raw, id)} IN (SELECT alike FROM {raw.Source}_alike))
            """);

        // A file may well say the same twice, where its clock is coarse; that another one says it too is a second delivery.
        var kept = id is null && rule is null ? "most" : "1";
        session.Run($"CREATE TABLE {Table(raw)} AS SELECT file_no, row_no FROM {raw.Source}_repeats WHERE nth > {kept}");
        var copies = session.Count($"SELECT count(*) FROM {Table(raw)}");
        var repeats = session.Count($"SELECT count(*) FROM {raw.Source}_repeats WHERE nth > 1 AND nth <= {kept}");
        return (copies, Say(raw.Source, copies, repeats, rows));
    }

    private static Advice? Say(string table, long copies, long repeats, long rows)
    {
        var once = copies == 0 ? null : $"{Wording.Counted(copies, "row")} {(copies == 1 ? "was" : "were")} delivered before, equal in every column: each is "
            + "kept once";
        if (repeats == 0) return once is null ? null : new Advice(AdviceLevel.Note, table, null, once);
        var share = (double)repeats / rows;
        var text = $"{Wording.Counted(repeats, "row")}{(share < 0.001 ? "" : $" ({Wording.Percent(share)})")} {(repeats == 1 ? "is" : "are")} equal in every "
            + "column to another one of the same file";
        return share > MostRepeats && repeats >= FewestRepeats
            ? new Advice(AdviceLevel.Decide, table, null, $"{text}: either the file holds them twice, or the same happened twice within a tick of its clock")
            {
                Remedies = [Choice(table, "Keep each once", CopyRule.Once), Choice(table, "Keep them all", CopyRule.All)],
            }
            : new Advice(AdviceLevel.Note, table, null, $"{(once is null ? "" : once + "; ")}{text}, and all are kept")
            {
                Remedies = [Choice(table, "Keep each once", CopyRule.Once)],
            };
    }

    private static Remedy Choice(string table, string text, CopyRule rule) => new(text, $"{table}.copies = \"{rule.ToString().ToLowerInvariant()}\"",
        m => table == TableNames.Transactions ? m with { Transactions = m.Transactions with { Copies = rule } }
            : m.Events is null ? m : m with { Events = m.Events with { Copies = rule } });
}
