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

    /// <summary>Sets <see cref="RawTable.Taken"/> to the rows that the filter takes, copies among them.</summary>
    /// <param name="session">Gets the view.</param>
    /// <param name="raw">The source's rows.</param>
    /// <param name="filter">Null: all of them.</param>
    public static void Take(LoadSession session, RawTable raw, RowFilter? filter)
    {
        raw.Taken = raw.Source + "_rows";
        session.Run($"CREATE VIEW {raw.Taken} AS SELECT * FROM {raw.View}{(filter is null ? "" : $" WHERE {Takes(raw, filter)}")}");
    }

    /// <summary>Finds the copies among the rows taken, and leaves them out of <see cref="RawTable.Taken"/>.</summary>
    /// <param name="session">Gets the tables.</param>
    /// <param name="raw">The source's rows.</param>
    /// <param name="rows">How many rows were taken.</param>
    /// <param name="search">Where equal rows are.</param>
    /// <param name="rule">What was chosen for copies.</param>
    public static RowSelection Of(LoadSession session, RawTable raw, long rows, CopySearch search, CopyRule? rule)
    {
        var alike = HasAlike(session, raw, search, rule);
        var (copies, advice) = alike && rule != CopyRule.All ? FindCopies(session, raw, search, rule, rows) : (0, null);
        if (copies > 0)
        {
            session.Run($"CREATE VIEW {raw.Source}_once AS SELECT * FROM {Without(raw, raw.Taken)}");
            raw.Taken = raw.Source + "_once";
        }

        return new RowSelection(raw.Rows - raw.Malformed - rows, copies, alike && search.HasIds, advice);
    }

    /// <summary>SQL of a relation's rows that are no copies, once these were found.</summary>
    /// <param name="raw">The source.</param>
    /// <param name="rows">A relation with <c>file_no</c> and <c>row_no</c>.</param>
    public static string Without(RawTable raw, string rows) =>
        $"(SELECT * FROM {rows} r WHERE NOT EXISTS (SELECT 1 FROM {Table(raw)} c WHERE c.file_no = r.file_no AND c.row_no = r.row_no))";

    private static string Table(RawTable raw) => raw.Source + "_copies";

    /// <summary>SQL that is true for a row that the filter takes.</summary>
    public static string Takes(RawTable raw, RowFilter filter) =>
        (filter.Except ? "NOT " : "") + SourceWords.AmongSql(raw.Text(filter.Column), filter.Words);

    /// <summary>Keeps the ids, or the hashes where there are none, that several rows have.</summary>
    private static bool HasAlike(LoadSession session, RawTable raw, CopySearch search, CopyRule? rule)
    {
        if (!search.HasIds && rule == CopyRule.All) return false;
        session.Run($"CREATE TABLE {raw.Source}_alike AS SELECT {search.Key} AS alike FROM {search.Candidates} GROUP BY 1 "
            + "HAVING count(*) > 1 AND alike IS NOT NULL");
        return session.Count($"SELECT count(*) FROM {raw.Source}_alike") > 0;
    }

    private static (long Copies, Advice? Advice) FindCopies(LoadSession session, RawTable raw, CopySearch search, CopyRule? rule, long rows)
    {
        var same = $"{RawTable.Hash}, {search.Same}";
        session.Run($"""
            CREATE TABLE {raw.Source}_repeats AS
            SELECT file_no, row_no, nth, max(of_file) OVER (PARTITION BY {same}) AS most
            FROM (SELECT *, row_number() OVER (PARTITION BY {same} ORDER BY file_no, row_no) AS nth,
                         count(*) OVER (PARTITION BY {same}, file_no) AS of_file
                  FROM {search.Hashed} WHERE {search.HashedKey} IN (SELECT alike FROM {raw.Source}_alike))
            """);

        // A file may well say the same twice, where its clock is coarse; that another one says it too is a second delivery.
        var kept = !search.HasIds && rule is null ? "most" : "1";
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

/// <summary>Where to look for rows that are equal in every column.</summary>
/// <param name="Candidates">SQL of a relation with at least all rows that have an equal one.</param>
/// <param name="Key">SQL of what equal ones share there: the id, or the hash where there is none.</param>
/// <param name="Hashed">SQL of a relation with <c>file_no</c>, <c>row_no</c> and the hash.</param>
/// <param name="HashedKey">As <paramref name="Key"/>, there.</param>
/// <param name="Same">SQL of what equal rows agree in there, besides the hash.</param>
/// <param name="HasIds">Whether rows have ids.</param>
internal sealed record CopySearch(string Candidates, string Key, string Hashed, string HashedKey, string Same, bool HasIds)
{
    /// <summary>
    /// Rows that have ids can only be equal where these are: the hash, which of a Parquet file means reading it whole, is then rarely looked at.
    /// </summary>
    /// <param name="read">Relation of the rows as they were understood, with their <c>id</c>.</param>
    /// <param name="raw">The source.</param>
    /// <param name="id">Column of ids.</param>
    /// <param name="columns">Further columns that equal rows agree in.</param>
    public static CopySearch ById(string read, RawTable raw, string id, IEnumerable<string?> columns) => new(read, "id", raw.Taken, raw.Key(id),
        string.Join(", ", columns.Append(id).OfType<string>().Distinct(StringComparer.Ordinal).Select(raw.Text)), true);

    /// <param name="rows">SQL of a relation with the hash and <paramref name="same"/>.</param>
    /// <param name="same">What equal rows agree in, besides the hash.</param>
    public static CopySearch ByHash(string rows, string same) => new(rows, RawTable.Hash, rows, RawTable.Hash, same, false);
}
