using Investigator.Engine.Facts;
using Investigator.Engine.Ingest;
using Investigator.Engine.Rules;
using Investigator.Engine.Runs;
using Investigator.Engine.Tables;
using Investigator.Runs;

namespace Investigator.Filters;

/// <summary>
/// A run's files as one relation for DuckDB, in which every expression can be decided:
/// <c>t</c> the transactions with the outcomes that the run knew, <c>m</c> where the run put each, <c>f</c> its features.
/// </summary>
/// <param name="files">A finished run.</param>
/// <param name="riskyFindings">Numbers of the findings called risky; they may be left out where no expression asks for them.</param>
internal sealed class FilterTable(RunFiles files, IReadOnlyList<int>? riskyFindings = null)
{
    /// <summary>The dataset's transactions with the outcomes that the run knew.</summary>
    public string Transactions =>
        KnownOutcome.Transactions(files.DatasetFolder.Open(), files.RunFolder.ReadRecord().AsOf, OutcomeLedger.In(files.RunFolder.Path));

    private string Members => $"{files.RunFolder.MembersTable} m";

    public string Predicate(RuleExpression expression) => RuleSql.Predicate(expression, Column);

    /// <summary>FROM and WHERE of the transactions that meet <paramref name="where"/>.</summary>
    /// <param name="where">Null for all.</param>
    /// <param name="joins">Further joins, on <c>t.row</c>.</param>
    public string From(RuleExpression? where = null, string joins = "") =>
        $"FROM {Transactions} t JOIN {Members} ON m.file_row_number = t.row{joins}{Features(where, "t.row")}{Where(where)}";

    /// <summary>A query for the numbers of the rows that meet <paramref name="where"/>, ascending. It reads no more files than it needs.</summary>
    /// <param name="where">What they meet.</param>
    /// <param name="columns">Further columns of <c>m</c>, each after a comma.</param>
    public string Rows(RuleExpression where, string columns = "")
    {
        var select = $"SELECT m.file_row_number::INT{columns}";
        string[] placed = [TransactionFields.Finding, TransactionFields.Cluster, TransactionFields.Risky, TransactionFields.MapX, TransactionFields.MapY];
        var needsTransactions = where.Leaves().Any(c => TransactionFields.Has(c.Feature) && !placed.Contains(c.Feature));
        return $"{select} {(needsTransactions ? From(where) : $"FROM {Members}{Features(where, "m.file_row_number")}{Where(where)}")} ORDER BY 1";
    }

    private string Features(RuleExpression? where, string row) =>
        where?.Leaves().Any(static c => !TransactionFields.Has(c.Feature)) == true
            ? $" JOIN {files.RunFolder.FeaturesTable} f ON f.row = {row}"
            : "";

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
        TransactionFields.MapX => new("nullif(m.x, 'nan'::FLOAT)"),
        TransactionFields.MapY => new("nullif(m.y, 'nan'::FLOAT)"),
        _ when TransactionFields.EntityOf(field) is { } entity => new("t." + Sql.Name("entity_" + entity)),
        _ => new("f." + Sql.Name(field)),
    };

    private string InRisky() => riskyFindings is { Count: > 0 } risky ? $"m.finding IN ({string.Join(", ", risky.Select(n => Sql.Number(n)))})" : "false";
}
