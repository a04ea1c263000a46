using System.Globalization;
using DuckDB.NET.Data;
using Investigator.Engine.Facts;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;
using Investigator.Runs;

namespace Investigator.Transactions;

/// <summary>One transaction of a run, joined with where the run put it. Outcome is what was known as of the run.</summary>
public sealed record TransactionSummary(
    long Row,
    string Id,
    string Account,
    DateTime Time,
    double? Amount,
    string? Decision,
    string? Outcome,
    int Cluster,
    float Probability,
    float OutlierScore,
    IReadOnlyList<string?> Entities);

/// <summary>Which transactions: all, one cluster's, a selection's rows, and those that meet a predicate over the features.</summary>
public sealed record TransactionFilter
{
    public int? Cluster { get; init; }

    public IReadOnlyList<int>? Rows { get; init; }

    /// <summary>A DuckDB predicate over feature columns made by the engine (never typed by a person).</summary>
    public string? FeaturePredicate { get; init; }

    /// <summary>One UTC day.</summary>
    public DateTime? Day { get; init; }

    public bool RiskyOnly { get; init; }

    /// <summary>Known as fraud.</summary>
    public bool FraudOnly { get; init; }

    /// <summary>Approved by the engine and known as fraud.</summary>
    public bool MissedFraudOnly { get; init; }

    /// <summary>Labels counted as risky, when <see cref="RiskyOnly"/>.</summary>
    public IReadOnlyList<int> RiskyLabels { get; init; } = [];
}

public enum TransactionSort
{
    Time,
    Id,
    Account,
    Amount,
    Decision,
    Outcome,
    Cluster,
    Probability,
    OutlierScore,
}

/// <summary>Totals of one UTC day.</summary>
public sealed record DayTotals(DateTime Day, int Transactions, int Risky, double RiskyMoney, int MissedFraud, double MissedFraudMoney);

/// <summary>What a set of transactions amounts to. Outcomes are those known as of the run.</summary>
public sealed record TransactionTotals(int Count, int Accounts, double Money, int Known, int Fraud, double FraudMoney, int MissedFraud, double MissedFraudMoney, int Clusters, DateTime? From, DateTime? To);

/// <summary>Reads the Parquet files of a run and of its dataset through DuckDB; one in-memory session a call.</summary>
public sealed class TransactionQueries(RunQueries runs)
{
    public async Task<(IReadOnlyList<TransactionSummary> Lines, int Total)> PageAsync(int runId, TransactionFilter filter, TransactionSort sort, bool descending, int skip, int take, CancellationToken cancel = default)
    {
        if (await runs.FilesAsync(runId, cancel) is not { } files) return ([], 0);
        return await Task.Run(
            () =>
            {
                var dataset = Dataset.Open(files.DatasetFolder);
                using var db = TableConnection.Open();
                Filter(db, filter.Rows);
                var from = From(files, dataset, filter);
                var total = db.Scalar<int>($"SELECT count(*) {from}");
                var entities = string.Concat(dataset.Entities.Select(e => ", t." + Sql.Name("entity_" + e)));
                var sql = string.Create(CultureInfo.InvariantCulture, $"""
                    SELECT t.row, t.id, t.account, t.time, t.amount, t.decision, t.outcome, m.cluster, m.probability, m.outlier_score{entities}
                    {from} ORDER BY {Order(sort)} {(descending ? "DESC" : "ASC")} NULLS LAST, t.row LIMIT {take} OFFSET {skip}
                    """);
                return ((IReadOnlyList<TransactionSummary>)db.Query(sql, r => Read(r, dataset.Entities.Count), cancel), total);
            },
            cancel);
    }

    public async Task<TransactionTotals> TotalsAsync(int runId, TransactionFilter filter, CancellationToken cancel = default)
    {
        var none = new TransactionTotals(0, 0, 0, 0, 0, 0, 0, 0, 0, null, null);
        if (await runs.FilesAsync(runId, cancel) is not { } files) return none;
        return await Task.Run(
            () =>
            {
                using var db = TableConnection.Open();
                Filter(db, filter.Rows);
                const string Missed = "t.decision = 'approved' AND t.outcome = 'fraud'";
                return db.Query(
                    $"""
                    SELECT count(*)::INT, count(DISTINCT t.account)::INT, coalesce(sum(t.amount), 0)::DOUBLE, count(t.outcome)::INT, (count(*) FILTER (t.outcome = 'fraud'))::INT,
                           coalesce(sum(t.amount) FILTER (t.outcome = 'fraud'), 0)::DOUBLE, (count(*) FILTER ({Missed}))::INT, coalesce(sum(t.amount) FILTER ({Missed}), 0)::DOUBLE,
                           (count(DISTINCT m.cluster) FILTER (m.cluster >= 0))::INT, min(t.time), max(t.time)
                    {From(files, Dataset.Open(files.DatasetFolder), filter)}
                    """,
                    r => r.GetInt32(0) == 0 ? none : new TransactionTotals(
                        r.GetInt32(0), r.GetInt32(1), r.GetDouble(2), r.GetInt32(3), r.GetInt32(4), r.GetDouble(5), r.GetInt32(6), r.GetDouble(7), r.GetInt32(8),
                        DateTime.SpecifyKind(r.GetDateTime(9), DateTimeKind.Utc), DateTime.SpecifyKind(r.GetDateTime(10), DateTimeKind.Utc)),
                    cancel)[0];
            },
            cancel);
    }

    /// <summary>Names of the run's entities, in the order of <see cref="TransactionSummary.Entities"/>.</summary>
    public async Task<IReadOnlyList<string>> EntitiesAsync(int runId, CancellationToken cancel = default) =>
        await runs.FilesAsync(runId, cancel) is { } files ? await Task.Run(() => Dataset.Open(files.DatasetFolder).Entities, cancel) : [];

    /// <summary>Writes all matching transactions as CSV to <paramref name="path"/>.</summary>
    public async Task<bool> ExportAsync(int runId, TransactionFilter filter, string path, CancellationToken cancel = default)
    {
        if (await runs.FilesAsync(runId, cancel) is not { } files) return false;
        await Task.Run(
            () =>
            {
                var dataset = Dataset.Open(files.DatasetFolder);
                using var db = TableConnection.Open();
                Filter(db, filter.Rows);
                db.Execute($"COPY (SELECT t.* EXCLUDE (outcome, outcome_source, outcome_differs, row) REPLACE ({Harmless(dataset)}), t.outcome, m.cluster, m.probability, m.outlier_score {From(files, dataset, filter)} ORDER BY t.row) TO {Sql.Text(path)} (FORMAT csv, HEADER)", cancel);
            },
            cancel);
        return true;
    }

    public async Task<IReadOnlyList<DayTotals>> ByDayAsync(int runId, IReadOnlyList<int> riskyLabels, CancellationToken cancel = default)
    {
        if (await runs.FilesAsync(runId, cancel) is not { } files) return [];
        return await Task.Run(
            () =>
            {
                var dataset = Dataset.Open(files.DatasetFolder);
                using var db = TableConnection.Open();
                var risky = Risky(riskyLabels);
                var missed = $"({risky} AND t.decision = 'approved' AND t.outcome = 'fraud')";
                return db.Query(
                    $"""
                    SELECT date_trunc('day', t.time)::TIMESTAMP, count(*)::INT, (count(*) FILTER ({risky}))::INT, coalesce(sum(t.amount) FILTER ({risky}), 0)::DOUBLE,
                           (count(*) FILTER ({missed}))::INT, coalesce(sum(t.amount) FILTER ({missed}), 0)::DOUBLE
                    {From(files, dataset, new TransactionFilter())} GROUP BY 1 ORDER BY 1
                    """,
                    r => new DayTotals(DateTime.SpecifyKind(r.GetDateTime(0), DateTimeKind.Utc), r.GetInt32(1), r.GetInt32(2), r.GetDouble(3), r.GetInt32(4), r.GetDouble(5)),
                    cancel);
            },
            cancel);
    }

    /// <summary>A query for outcome codes (0 unknown, 1 legitimate, 2 fraud) in row order.</summary>
    internal static string OutcomeCodes(RunFiles files) =>
        $"SELECT {KnownOutcome.Code("t.outcome")}::INT FROM {Transactions(files, Dataset.Open(files.DatasetFolder))} t ORDER BY t.row";

    private static void Filter(DuckDBConnection db, IReadOnlyList<int>? rows)
    {
        if (rows is null) return;
        db.Execute("CREATE TEMP TABLE selected (row BIGINT)");
        using var appender = db.CreateAppender("selected");
        foreach (var row in rows) appender.CreateRow().AppendValue((long)row).EndRow();
    }

    private static string From(RunFiles files, Dataset dataset, TransactionFilter filter)
    {
        var sql = $"FROM {Transactions(files, dataset)} t JOIN read_parquet({Sql.Text(Path.Combine(files.RunFolder, "members.parquet"))}, file_row_number = true) m ON m.file_row_number = t.row";
        var where = new List<string>();
        if (filter.Rows is not null) sql += " JOIN selected s ON s.row = t.row";
        if (filter.FeaturePredicate is { } predicate) sql += $" JOIN (SELECT row FROM read_parquet({Sql.Text(Path.Combine(files.RunFolder, "features.parquet"))}) WHERE {predicate}) f ON f.row = t.row";
        if (filter.Cluster is { } cluster) where.Add(string.Create(CultureInfo.InvariantCulture, $"m.cluster = {cluster}"));
        if (filter.Day is { } day) where.Add($"date_trunc('day', t.time) = TIMESTAMP {Sql.Text(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))}");
        if (filter.RiskyOnly || filter.MissedFraudOnly) where.Add(Risky(filter.RiskyLabels));
        if (filter.FraudOnly) where.Add("t.outcome = 'fraud'");
        if (filter.MissedFraudOnly) where.Add("t.decision = 'approved' AND t.outcome = 'fraud'");
        return where.Count == 0 ? sql : sql + " WHERE " + string.Join(" AND ", where);
    }

    /// <summary>A spreadsheet runs text that begins like a formula: such text gets an apostrophe before it. Negative numbers stay as they are.</summary>
    private static string Harmless(Dataset dataset)
    {
        IEnumerable<string> text = ["id", "account", "currency", .. dataset.Entities.Select(e => "entity_" + e), .. dataset.Attributes.Where(a => !a.Numeric).Select(a => "attribute_" + a.Name)];
        return string.Join(", ", text.Select(Sql.Name).Select(c => $"CASE WHEN regexp_matches(t.{c}, '^([=@\t\r]|[+-][^0-9.])') THEN chr(39) || t.{c} ELSE t.{c} END AS {c}"));
    }

    private static string Risky(IReadOnlyList<int> labels) => labels.Count == 0 ? "false" : $"m.cluster IN ({string.Join(", ", labels.Select(l => l.ToString(CultureInfo.InvariantCulture)))})";

    /// <summary>The run's transactions with the outcomes that it knew.</summary>
    private static string Transactions(RunFiles files, Dataset dataset) =>
        KnownOutcome.Transactions(dataset, JsonFile.Read<Engine.Runs.RunRecord>(Path.Combine(files.RunFolder, "run.json")).AsOf, OutcomeLedger.In(files.RunFolder));

    private static string Order(TransactionSort sort) => sort switch
    {
        TransactionSort.Id => "t.id",
        TransactionSort.Account => "t.account",
        TransactionSort.Amount => "t.amount",
        TransactionSort.Decision => "t.decision",
        TransactionSort.Outcome => "t.outcome",
        TransactionSort.Cluster => "m.cluster",
        TransactionSort.Probability => "m.probability",
        TransactionSort.OutlierScore => "m.outlier_score",
        _ => "t.time",
    };

    private static TransactionSummary Read(DuckDBDataReader r, int entities)
    {
        var values = new string?[entities];
        for (var i = 0; i < entities; i++) values[i] = r.IsDBNull(10 + i) ? null : r.GetString(10 + i);
        return new TransactionSummary(
            r.GetInt64(0), r.GetString(1), r.GetString(2), DateTime.SpecifyKind(r.GetDateTime(3), DateTimeKind.Utc), r.IsDBNull(4) ? null : r.GetDouble(4), r.IsDBNull(5) ? null : r.GetString(5),
            r.IsDBNull(6) ? null : r.GetString(6), r.GetInt32(7), r.GetFloat(8), r.GetFloat(9), values);
    }
}
