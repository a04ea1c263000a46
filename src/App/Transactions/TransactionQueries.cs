using System.Globalization;
using DuckDB.NET.Data;
using Investigator.Engine.Facts;
using Investigator.Engine.Ingest;
using Investigator.Engine.Rules;
using Investigator.Engine.Tables;
using Investigator.Filters;
using Investigator.Runs;
using Investigator.Selections;
using Investigator.Tags;

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
    int Finding,
    float Probability,
    float OutlierScore,
    float? FraudProbability,
    IReadOnlyList<string?> Entities)
{
    /// <summary>The amount's own currency, where the data has several; null where it has one.</summary>
    public string? Currency { get; init; }

    /// <summary>What was given back of it later, in its own currency; null where nothing was, or where refunds are not noted at their payments.</summary>
    public double? Refunded { get; init; }
}

/// <summary>What the data of a run has for each transaction beyond what every dataset has.</summary>
/// <param name="Entities">Names, in the order of <see cref="TransactionSummary.Entities"/>.</param>
/// <param name="HasRefunded">Whether refunds are noted at the payments that they give back.</param>
public sealed record TransactionExtras(IReadOnlyList<string> Entities, bool HasRefunded)
{
    public static TransactionExtras None { get; } = new([], HasRefunded: false);
}

/// <summary>Which transactions: those of a selection's rows, of all without one, that meet an expression.</summary>
public sealed record TransactionFilter
{
    public IReadOnlyList<int>? Rows { get; init; }

    /// <summary>On the run's features and <see cref="TransactionFields"/>; null for all. <see cref="RuleParser"/> has checked what came from outside.</summary>
    public RuleExpression? Where { get; init; }

    /// <summary>Numbers of the findings called risky, where the expression asks for them.</summary>
    public IReadOnlyList<int> RiskyFindings { get; init; } = [];
}

public enum TransactionSort
{
    Time,
    Id,
    Account,
    Amount,
    Decision,
    Outcome,
    Finding,
    Probability,
    OutlierScore,
    FraudProbability,
    Refunded,
}

/// <summary>Totals of one UTC day.</summary>
/// <param name="Day">Its midnight.</param>
/// <param name="Transactions">All of it.</param>
/// <param name="Risky">Those in risky findings.</param>
/// <param name="MoneyAtRisk">Amount of those that were not declined.</param>
/// <param name="Known">Outcomes known.</param>
/// <param name="MissedFraud">Known frauds that the engine had approved, in risky findings or not.</param>
/// <param name="MissedFraudMoney">Their amount.</param>
/// <param name="RiskyMissedFraud">Those of them in risky findings.</param>
/// <param name="IsImmature">Whether one in ten of its frauds or more is not known yet, by how long the outcomes of older payments took.</param>
public sealed record DayTotals(
    DateTime Day, int Transactions, int Risky, double MoneyAtRisk, int Known, int MissedFraud, double MissedFraudMoney, int RiskyMissedFraud, bool IsImmature);

/// <summary>What a set of transactions amounts to. Outcomes are those known as of the run.</summary>
public sealed record TransactionTotals(
    int Count, int Accounts, double Money, int Known, int Fraud, double FraudMoney, int MissedFraud, double MissedFraudMoney, DateTime? From, DateTime? To)
{
    public static TransactionTotals None { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, null, null);
}

/// <summary>Reads the Parquet files of a run and of its dataset through DuckDB; one in-memory session a call. Personal values come as whoever asks may see
/// them.</summary>
public sealed class TransactionQueries(RunQueries runs, TagRows tags, RunAnswers answers, RunMasking masking)
{
    public async Task<(IReadOnlyList<TransactionSummary> Lines, int Total)> PageAsync(
        int runId, TransactionFilter filter, TransactionSort sort, bool descending, int skip, int take, CancellationToken cancel = default)
    {
        if (await runs.FilesAsync(runId, cancel) is not { } files) return ([], 0);
        return await Task.Run<(IReadOnlyList<TransactionSummary>, int)>(
            () =>
            {
                using var db = files.OpenTables();
                var mask = masking.ValuesOf(files);
                var page = new PageRows(db, files, filter, answers, mask);
                var rows = page.Find(sort, descending, skip, take, cancel);
                return (TransactionLines.Read(db, files, mask, rows, cancel), page.Count(cancel));
            },
            cancel);
    }

    /// <summary>One transaction; null when the run has no such row.</summary>
    public async Task<TransactionSummary?> FindAsync(int runId, int row, CancellationToken cancel = default)
    {
        if (await runs.FilesAsync(runId, cancel) is not { } files) return null;
        return await Task.Run(
            () =>
            {
                using var db = files.OpenTables();
                return TransactionLines.Read(db, files, masking.ValuesOf(files), [row], cancel).FirstOrDefault();
            },
            cancel);
    }

    public async Task<TransactionTotals> TotalsAsync(int runId, TransactionFilter filter, CancellationToken cancel = default)
    {
        if (await runs.FilesAsync(runId, cancel) is not { } files) return TransactionTotals.None;
        return await Task.Run(
            () =>
            {
                var table = new FilterTable(files, filter.RiskyFindings);
                var (fraud, missed) = (table.Predicate(TransactionFields.KnownFraud), table.Predicate(TransactionFields.MissedFraud));
                var sql = $"""
                    SELECT count(*)::INT, count(DISTINCT t.account)::INT, coalesce(sum(t.amount), 0)::DOUBLE, count(t.outcome)::INT,
                           (count(*) FILTER ({fraud}))::INT,
                           coalesce(sum(t.amount) FILTER ({fraud}), 0)::DOUBLE,
                           (count(*) FILTER ({missed}))::INT, coalesce(sum(t.amount) FILTER ({missed}), 0)::DOUBLE,
                           min(t.time), max(t.time)
                    {table.Least(filter.Where, [FilterTable.Alias.Transactions], selected: filter.Rows is not null).From}
                    """;
                return filter.Rows is null ? answers.Of(files, sql, Read) : Read();

                TransactionTotals Read() => Totals(files, table, filter, sql, cancel);
            },
            cancel);
    }

    private static TransactionTotals Totals(RunFiles files, FilterTable table, TransactionFilter filter, string sql, CancellationToken cancel)
    {
        using var db = files.OpenTables();
        table.Prepare(db, filter.Where);
        Filter(db, filter.Rows);
        return db.Query(
            sql,
            r => r.GetInt32(0) == 0 ? TransactionTotals.None : new TransactionTotals(
                r.GetInt32(0), r.GetInt32(1), r.GetDouble(2), r.GetInt32(3), r.GetInt32(4), r.GetDouble(5), r.GetInt32(6), r.GetDouble(7),
                DateTime.SpecifyKind(r.GetDateTime(8), DateTimeKind.Utc), DateTime.SpecifyKind(r.GetDateTime(9), DateTimeKind.Utc)),
            cancel)[0];
    }

    /// <summary>In how many findings rows lie.</summary>
    public async Task<int> FindingCountAsync(int runId, IReadOnlyList<int> rows, CancellationToken cancel = default)
    {
        if (await runs.FilesAsync(runId, cancel) is not { } files) return 0;
        return await Task.Run(
            () =>
            {
                using var db = files.OpenTables();
                SelectedRows.Load(db, rows);
                var (from, _) = new FilterTable(files).Least(null, [FilterTable.Alias.Members], selected: true);
                return db.Scalar<int>($"SELECT count(DISTINCT m.finding) FILTER (m.finding >= 0) {from}", cancel);
            },
            cancel);
    }

    public async Task<TransactionExtras> ExtrasAsync(int runId, CancellationToken cancel = default)
    {
        if (await runs.FilesAsync(runId, cancel) is not { } files) return TransactionExtras.None;
        var dataset = await Task.Run(() => files.DatasetFolder.Open(), cancel);
        return new TransactionExtras(dataset.Entities, dataset.HasRefunded);
    }

    /// <summary>Writes all matching transactions as CSV to <paramref name="path"/>, with the words of the tags that each row bears.</summary>
    /// <returns>How many rows that were; null where there is no such run.</returns>
    public async Task<int?> ExportAsync(int runId, TransactionFilter filter, string path, CancellationToken cancel = default)
    {
        if (await runs.FilesAsync(runId, cancel) is not { } files) return null;
        var words = await tags.ByRowAsync(runId, cancel);
        return await Task.Run(
            () =>
            {
                var dataset = files.DatasetFolder.Open();
                using var db = files.OpenTables();
                Filter(db, filter.Rows);
                Tag(db, words);
                var table = new FilterTable(files, filter.RiskyFindings);
                table.Prepare(db, filter.Where);
                var from = table.From(filter.Where, selected: filter.Rows is not null);
                var masks = new ExportMask(db, dataset, masking.ValuesOf(files), from, cancel);
                var rows =
                    $"""
                    SELECT t.* EXCLUDE (outcome, outcome_source, outcome_differs, row) REPLACE ({GuardedColumns(dataset, masks)}), t.outcome,
                           m.finding, m.cluster, {TransactionLines.FraudProbability} AS fraud_probability, m.probability AS membership, m.outlier_score,
                           coalesce((SELECT g.words FROM tagged g WHERE g.row = t.row), '') AS tags
                    {from} ORDER BY t.row
                    """;
                return db.Execute($"COPY ({GuardedNames(dataset, rows)}) TO {Sql.Text(path)} (FORMAT csv, HEADER)", cancel);
            },
            cancel);
    }

    public async Task<IReadOnlyList<DayTotals>> ByDayAsync(int runId, IReadOnlyList<int> riskyFindings, CancellationToken cancel = default)
    {
        if (await runs.FilesAsync(runId, cancel) is not { } files) return [];
        return await Task.Run(
            () =>
            {
                var table = new FilterTable(files, riskyFindings);
                var risky = table.Predicate(TransactionFields.InRiskyFinding);
                return answers.Of(files, "days, risky: " + risky, () => Days(files, table, risky, cancel), static days => 100L * days.Count);
            },
            cancel);
    }

    private static List<DayTotals> Days(RunFiles files, FilterTable table, string risky, CancellationToken cancel)
    {
        using var db = files.OpenTables();
        var asOf = files.RunFolder.ReadRecord().AsOf;
        var period = files.DatasetFolder.Open();
        var half = period.From < asOf ? period.From + ((asOf - period.From) / 2) : asOf;
        var mature = asOf - OutcomeDelay(db, table, half, cancel);
        var missed = table.Predicate(TransactionFields.MissedFraud);
        return db.Query(
            $"""
            SELECT date_trunc('day', t.time)::TIMESTAMP, count(*)::INT, (count(*) FILTER ({risky}))::INT,
                   coalesce(sum(t.amount) FILTER (({risky}) AND ({table.Predicate(TransactionFields.AtRisk)})), 0)::DOUBLE, count(t.outcome)::INT,
                   (count(*) FILTER ({missed}))::INT, coalesce(sum(t.amount) FILTER ({missed}), 0)::DOUBLE,
                   (count(*) FILTER (({risky}) AND {missed}))::INT
            {table.From()} WHERE t.time BETWEEN {Sql.Time(period.From)} AND {Sql.Time(period.To)} GROUP BY 1 ORDER BY 1
            """,
            r =>
            {
                var day = DateTime.SpecifyKind(r.GetDateTime(0), DateTimeKind.Utc);
                return new DayTotals(
                    day, r.GetInt32(1), r.GetInt32(2), r.GetDouble(3), r.GetInt32(4), r.GetInt32(5), r.GetDouble(6), r.GetInt32(7),
                    IsImmature: day.AddDays(1) > mature);
            },
            cancel);
    }

    /// <summary>
    /// How long nine of ten frauds took to become known, among the older half of the payments: the younger half's late ones are still to come. Zero where
    /// no more than a few are known, and where outcomes bear no time of their own.
    /// </summary>
    private static TimeSpan OutcomeDelay(DuckDBConnection db, FilterTable table, DateTime half, CancellationToken cancel) => db.Query(
        $"""
        SELECT count(*)::INT, coalesce(quantile_cont(epoch(t.outcome_known_at - t.time), 0.9), 0)::DOUBLE
        FROM {table.Transactions} t
        WHERE {table.Predicate(TransactionFields.KnownFraud)}
            AND t.time <= {Sql.Time(half)}
        """,
        static r => r.GetInt32(0) < 5 ? TimeSpan.Zero : TimeSpan.FromSeconds(r.GetDouble(1)),
        cancel)[0];

    /// <summary>A query for outcome codes (0 unknown, 1 legitimate, 2 fraud) in row order.</summary>
    internal static string OutcomeCodes(RunFiles files)
    {
        // The file's order is that of its rows, until it is joined with a ledger.
        var order = OutcomeLedger.In(files.RunFolder.Path) is null ? "" : " ORDER BY t.row";
        return $"SELECT {KnownOutcome.Code("t.outcome")}::INT FROM {new FilterTable(files).Transactions} t{order}";
    }

    private static void Filter(DuckDBConnection db, IReadOnlyList<int>? rows)
    {
        if (rows is not null) SelectedRows.Load(db, rows);
    }

    private static void Tag(DuckDBConnection db, IReadOnlyDictionary<int, IReadOnlyList<TagSummary>> words)
    {
        db.Execute("CREATE TEMP TABLE tagged (row BIGINT, words VARCHAR)");
        using var appender = db.CreateAppender("tagged");
        foreach (var (row, tags) in words) appender.CreateRow().AppendValue((long)row).AppendValue(CsvGuard.Guard(TagSummary.Join(tags))).EndRow();
    }

    /// <summary>The same rows with new names for columns whose own would act on whoever opens the file.</summary>
    internal static string GuardedNames(Dataset dataset, string rows)
    {
        var names = dataset.Entities.Select(static e => "entity_" + e).Concat(dataset.Attributes.Select(static a => "attribute_" + a.Name));
        var renamed = names.Where(static n => CsvGuard.Guard(n) != n).Select(static n => $"{Sql.Name(n)} AS {Sql.Name(CsvGuard.Guard(n))}").ToList();
        return renamed.Count == 0 ? rows : $"SELECT * RENAME ({string.Join(", ", renamed)}) FROM ({rows})";
    }

    /// <summary>The columns that hold the source's own text, guarded, and the amounts as they were paid and given back.</summary>
    private static string GuardedColumns(Dataset dataset, ExportMask masks)
    {
        IEnumerable<string> text =
        [
            "id", "account", "currency", .. dataset.Entities.Select(e => "entity_" + e), .. dataset.Attributes.Where(a => !a.Numeric)
                .Select(a => "attribute_" + a.Name),
            .. masks.Numbers,
        ];
        var own = dataset.Currencies.Count == 0 ? ""
            : $", {dataset.OwnAmount("t")} AS amount{(dataset.HasRefunded ? $", {dataset.OwnRefunded("t")} AS refunded" : "")}";
        return string.Join(", ", text.Select(c => $"{CsvGuard.Guarded(masks.Read(c))} AS {Sql.Name(c)}")) + own;
    }
}
