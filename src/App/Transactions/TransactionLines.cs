using System.Globalization;
using DuckDB.NET.Data;
using Investigator.Engine.Tables;
using Investigator.Filters;
using Investigator.Personal;
using Investigator.Runs;

namespace Investigator.Transactions;

/// <summary>Reads what lists show of a few transactions whose rows are known: only the parts of the files that hold them are looked at.</summary>
internal static class TransactionLines
{
    /// <summary>Of the relation of <see cref="FilterTable"/>; NULL where it is not known.</summary>
    public const string FraudProbability = "nullif(m.fraud_probability, 'nan'::FLOAT)";

    private const int FirstEntity = 13;

    /// <param name="db">For pages.</param>
    /// <param name="files">The run.</param>
    /// <param name="mask">What whoever reads them may see.</param>
    /// <param name="rows">A page of them; no row twice.</param>
    /// <param name="cancel">Stops the query.</param>
    /// <returns>In the order of <paramref name="rows"/>, without those that the run does not have.</returns>
    public static IReadOnlyList<TransactionSummary> Read(
        DuckDBConnection db, RunFiles files, ValueMask mask, IReadOnlyList<int> rows, CancellationToken cancel)
    {
        if (rows.Count == 0) return [];
        var dataset = files.DatasetFolder.Open();
        var entities = string.Concat(dataset.Entities.Select(e => ", t." + Sql.Name("entity_" + e)));
        var lines = db.Query(
            $"""
            SELECT t.row, t.id, t.account, t.time, {dataset.OwnAmount("t")}, t.decision, t.outcome, m.finding, m.probability, m.outlier_score,
                   {(dataset.Currencies.Count > 0 ? "t.currency" : "NULL::VARCHAR")}, {FraudProbability},
                   {(dataset.HasRefunded ? dataset.OwnRefunded("t") : "NULL::DOUBLE")}{entities}
            {new FilterTable(files).From()} WHERE {Among("t.row", rows)} AND {Among("m.file_row_number", rows)}
            """,
            r => Show(mask, dataset.Entities, Read(r, dataset.Entities.Count)),
            cancel).ToDictionary(static line => (int)line.Row);
        return [.. rows.Where(lines.ContainsKey).Select(row => lines[row])];
    }

    /// <summary>A line as someone may see it.</summary>
    public static TransactionSummary Show(ValueMask mask, IReadOnlyList<string> entities, TransactionSummary line) => mask.IsOpen ? line : line with
    {
        Account = mask.Show("account", line.Account),
        Entities = [.. line.Entities.Select((value, i) => mask.Show("entity_" + entities[i], value))],
    };

    // The bounds are what lets whole parts of a file be passed over.
    private static string Among(string column, IReadOnlyList<int> rows) => string.Create(
        CultureInfo.InvariantCulture, $"{column} BETWEEN {rows.Min()} AND {rows.Max()} AND {column} IN ({string.Join(", ", rows)})");

    private static TransactionSummary Read(DuckDBDataReader r, int entities)
    {
        var values = new string?[entities];
        for (var i = 0; i < entities; i++) values[i] = r.IsDBNull(FirstEntity + i) ? null : r.GetString(FirstEntity + i);
        return new TransactionSummary(
            r.GetInt64(0), r.GetString(1), r.GetString(2), DateTime.SpecifyKind(r.GetDateTime(3), DateTimeKind.Utc), r.IsDBNull(4) ? null
            : r.GetDouble(4), r.IsDBNull(5) ? null : r.GetString(5),
            r.IsDBNull(6) ? null : r.GetString(6), r.GetInt32(7), r.GetFloat(8), r.GetFloat(9), r.IsDBNull(11) ? null : r.GetFloat(11), values)
        {
            Currency = r.IsDBNull(10) ? null : r.GetString(10),
            Refunded = r.IsDBNull(12) ? null : r.GetDouble(12),
        };
    }
}
