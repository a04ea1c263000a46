using DuckDB.NET.Data;
using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Ingest;
using Investigator.Engine.Rules;
using Investigator.Engine.Runs;
using Investigator.Engine.Tables;
using Investigator.Runs;

namespace Investigator.Filters;

/// <summary>
/// A run's files as one relation for DuckDB, in which every expression can be decided:
/// <c>t</c> the transactions with the outcomes that the run knew, <c>m</c> where the run put each, <c>f</c> its features, <c>p</c> their places on the map.
/// </summary>
/// <param name="files">A finished run.</param>
/// <param name="riskyFindings">Numbers of the findings called risky; they may be left out where no expression asks for them.</param>
internal sealed class FilterTable(RunFiles files, IReadOnlyList<int>? riskyFindings = null)
{
    /// <summary>The dataset's transactions with the outcomes that the run knew.</summary>
    public string Transactions =>
        KnownOutcome.Transactions(files.DatasetFolder.Open(), files.RunFolder.ReadRecord().AsOf, OutcomeLedger.In(files.RunFolder.Path));

    private const string Places = "map_places";

    private string Members => $"{files.RunFolder.MembersTable} m";

    /// <summary>Puts into a session what expressions ask for that lies in no file that it reads: the places on the map.</summary>
    /// <exception cref="InputException">The expression asks for them, and the map is not there.</exception>
    public void Prepare(DuckDBConnection db, RuleExpression? where)
    {
        if (!TransactionFields.AskForMap(where)) return;
        var map = files.RunFolder.ReadMap() ?? throw new InputException($"the map of run {files.RunId} is not there");
        db.Execute($"CREATE TEMP TABLE {Places} (row BIGINT, x FLOAT, y FLOAT)");
        using var appender = db.CreateAppender(Places);
        for (var row = 0; row < map.X.Length; row++) appender.CreateRow().AppendValue((long)row).AppendValue(map.X[row]).AppendValue(map.Y[row]).EndRow();
    }

    public string Predicate(RuleExpression expression) => RuleSql.Predicate(expression, Column);

    /// <summary>FROM and WHERE of the transactions that meet <paramref name="where"/>.</summary>
    /// <param name="where">Null for all.</param>
    /// <param name="selected">Whether only the rows of <see cref="Selections.SelectedRows"/>.</param>
    public string From(RuleExpression? where = null, bool selected = false) => Least(where, [Alias.Transactions, Alias.Members], selected).From;

    /// <summary>A query for the numbers of the rows that meet <paramref name="where"/>, ascending. It reads no more files than it needs.</summary>
    /// <param name="where">What they meet.</param>
    public string Rows(RuleExpression where)
    {
        var (from, row) = Least(where, []);
        return $"SELECT {row}::INT {from} ORDER BY 1";
    }

    /// <summary>FROM and WHERE over no more files than it needs, and what the row's number is called in it.</summary>
    /// <param name="where">What the rows meet; null for all.</param>
    /// <param name="used">The files that are read besides those of <paramref name="where"/>.</param>
    /// <param name="selected">Whether only the rows of <see cref="Selections.SelectedRows"/>.</param>
    public (string From, string Row) Least(RuleExpression? where, IReadOnlyList<Alias> used, bool selected = false)
    {
        Alias[] needed = [.. (where?.Leaves().Select(static c => Needs(c.Feature)) ?? []).Concat(used).Distinct().Order()];
        if (needed.Length == 0) needed = [Alias.Members];
        var row = Row(needed[0]);
        var others = needed.Skip(1).Select(a => $" JOIN {Relation(a)} ON {Row(a)} = {row}");
        var rows = selected ? $" JOIN selected s ON s.row = {row}" : "";
        return ($"FROM {Relation(needed[0])}{string.Concat(others)}{rows}{Where(where)}", row);
    }

    private static Alias Needs(string field) => field switch
    {
        TransactionFields.Finding or TransactionFields.Cluster or TransactionFields.Risky => Alias.Members,
        TransactionFields.MapX or TransactionFields.MapY => Alias.Places,
        _ => TransactionFields.Has(field) ? Alias.Transactions : Alias.Features,
    };

    private string Relation(Alias alias) => alias switch
    {
        Alias.Transactions => $"{Transactions} t",
        Alias.Members => Members,
        Alias.Places => $"{Places} p",
        _ => $"{files.RunFolder.FeaturesTable} f",
    };

    private static string Row(Alias alias) => alias switch
    {
        Alias.Transactions => "t.row",
        Alias.Members => "m.file_row_number",
        Alias.Places => "p.row",
        _ => "f.row",
    };

    private string Where(RuleExpression? where) => where is null ? "" : " WHERE " + Predicate(where);

    private RuleColumn Column(string field) => field switch
    {
        TransactionFields.Finding => new("m.finding", static number => number),
        TransactionFields.Cluster => new("m.cluster", static label => label),
        TransactionFields.Risky => new($"({InRisky()})::INT"),
        TransactionFields.Day => new("t.time::DATE", static day => Sql.Day(RuleField.Day(day))),
        TransactionFields.Decision => new("t.decision"),
        TransactionFields.Outcome => new("t.outcome"),
        TransactionFields.Id => new("t.id"),
        TransactionFields.Account => new("t.account"),
        // DuckDB counts NaN as more than any number; on the map it means that there is no place.
        TransactionFields.MapX => new("nullif(p.x, 'nan'::FLOAT)"),
        TransactionFields.MapY => new("nullif(p.y, 'nan'::FLOAT)"),
        _ when TransactionFields.EntityOf(field) is { } entity => new("t." + Sql.Name("entity_" + entity)),
        _ => new("f." + Sql.Name(field)),
    };

    private string InRisky() => riskyFindings is { Count: > 0 } risky ? $"m.finding IN ({string.Join(", ", risky.Select(n => Sql.Number(n)))})" : "false";

    /// <summary>A part of the relation, by the order in which they are joined.</summary>
    internal enum Alias
    {
        Transactions,
        Members,
        Features,
        Places,
    }
}
