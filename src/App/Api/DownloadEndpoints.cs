using System.Text;
using System.Text.Json;
using Investigator.Access;
using Investigator.Dashboard;
using Investigator.Datasets;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Checks;
using Investigator.Engine.Integrity;
using Investigator.Engine.Risk;
using Investigator.Engine.Runs;
using Investigator.Engine.Tables;
using Investigator.Findings;
using Investigator.Rules;
using Investigator.Runs;
using Investigator.Singles;
using Investigator.Storage;
using Investigator.Tags;
using Investigator.Transactions;

namespace Investigator.Api;

/// <summary>Files to take away.</summary>
internal static class DownloadEndpoints
{
    public static async Task<IResult> FileAsync(int run, string file, Actor actor, RunQueries runs, RunMasking masking, CancellationToken cancel)
    {
        if (RunFolder.FindDownload(file) is not { } download) return ApiProblems.File(file);
        actor.Require(RunFileRights.Of(download));
        if (await runs.FilesAsync(run, cancel) is not { } files) return ApiProblems.Run(run);
        if ((await masking.OfAsync(run, cancel)).Hides(download)) throw new NotAllowedException(Permission.SeePersonal);
        return download.FindKept(files.RunFolder.Path) is { } path ? Results.File(path, download.ContentType, file) : ApiProblems.File(file);
    }

    public static async Task<IResult> RuleAsync(int run, string code, RuleQueries rules, CancellationToken cancel) =>
        await rules.ExportAsync(run, code, cancel) is { } rule
            ? Results.File(JsonSerializer.SerializeToUtf8Bytes(rule, JsonFile.Options), "application/json", $"{rule.Id}.json")
            : ApiProblems.File(code + ".json");

    public static async Task<IResult> TransactionsAsync(
        int run, int? finding, int? cluster, int? selection, string? day, bool? risky, bool? missed, bool? fraud, bool? atRisk, int? tag,
        string[]? where, RunQueries runs, ScopeQueries scopes, TransactionQueries transactions, DataFolder data, CancellationToken cancel)
    {
        if (await runs.FilesAsync(run, cancel) is null) return ApiProblems.Run(run);
        var scope = await scopes.ResolveAsync(
            new TransactionScope(run, finding, selection, day, risky ?? false, missed ?? false, where)
            {
                Cluster = cluster,
                Fraud = fraud ?? false,
                AtRisk = atRisk ?? false,
                Tag = tag,
            },
            cancel);
        if (scope.Problem is { } problem) return ApiProblems.Bad(problem);
        return await TempFileResult.AnswerAsync(
            data, $"run-{run}-transactions.csv", async path => await transactions.ExportAsync(run, scope.Filter, path, cancel) ?? 0);
    }

    public static async Task<IResult> FindingsAsync(int run, RunQueries runs, FindingQueries findings, TagQueries tags, CancellationToken cancel)
    {
        if (await runs.FilesAsync(run, cancel) is null) return ApiProblems.Run(run);
        var rows = await findings.AllAsync(run, cancel);
        var clusters = await findings.ClustersAsync(run, cancel);
        var marks = await tags.ByFindingAsync(run, cancel);
        return Csv($"run-{run}-findings.csv", CsvText.Table(
            ["finding", "risky", "basis", "fraud_probability", "fraud_probability_low", "fraud_probability_high", "expected_loss", "money_at_risk", "payments",
            "approved", "declined", "known_outcomes", "known_fraud", "fraud_share", "money", "fraud_money", "missed_fraud", "missed_fraud_money",
            "coordination", "accounts", "from_utc", "to_utc", "clusters", "headline", "tags"],
            rows.Select(f =>
            (IReadOnlyList<object?>)[f.Number, f.Risky, f.Basis.ToString().ToLowerInvariant(), f.Probability, f.Low, f.High, f.ExpectedLoss, f.MoneyAtRisk,
            f.Size, f.Approved, f.Declined, f.Known, f.Fraud, f.FraudShare, f.Money, f.FraudMoney, f.MissedFraud, f.MissedFraudMoney, f.Coordination,
            f.Accounts, f.From, f.To, string.Join(' ', clusters[f.Number]), f.Headline, TagSummary.Join(marks.GetValueOrDefault(f.Number))])));
    }

    public static async Task<IResult> SinglesAsync(int run, SingleQueries singles, CancellationToken cancel)
    {
        if (await singles.FindAsync(run, cancel) is not { } list) return ApiProblems.Run(run);
        return Csv($"run-{run}-singles.csv", CsvText.Table(
            ["transaction", "account", "time_utc", "amount", "currency", "decision", "finding", "cluster", "fraud_probability", "expected_loss", "reasons"],
            list.Payments.Select(p => (IReadOnlyList<object?>)[p.Transaction, p.Account, p.Time, p.Amount, p.Currency, p.Decision, p.Finding, p.Cluster,
            p.Probability, FindingOrder.TwoDigits(p.ExpectedLoss), string.Join("; ", p.Reasons.Select(r => r.Text))])));
    }

    public static async Task<IResult> ContrastsAsync(int run, int number, FindingQueries findings, TagQueries tags, CancellationToken cancel)
    {
        if (await findings.FindAsync(run, number, cancel) is not { } finding) return ApiProblems.Finding(run, number);
        var words = TagSummary.Join((await tags.ByFindingAsync(run, cancel)).GetValueOrDefault(number));
        return Csv($"run-{run}-finding-{number}-contrasts.csv", CsvText.Table(
            ["feature", "phrase", "unit", "category", "finding_median", "finding_low", "finding_high", "rest_median", "effect", "tags"],
            finding.Narrative.Contrasts.Select(
            c => (IReadOnlyList<object?>)[c.Feature, c.Phrase, c.Unit, c.Category, c.ClusterMedian, c.ClusterLow, c.ClusterHigh, c.RestMedian, c.Effect,
            words])));
    }

    /// <summary>Where clusters were offered before there were findings.</summary>
    public static IResult FormerClusters(int run) => Results.Redirect(FormattableString.Invariant($"/api/runs/{run}/findings.csv"));

    /// <inheritdoc cref="FormerClusters"/>
    public static async Task<IResult> FormerContrastsAsync(int run, int label, FindingQueries findings, CancellationToken cancel) =>
        await findings.FindByClusterAsync(run, label, cancel) is { } number
            ? Results.Redirect(FormattableString.Invariant($"/api/runs/{run}/findings/{number}/contrasts.csv"))
            : ApiProblems.Finding(run, label);

    public static async Task<IResult> DaysAsync(int run, RunQueries runs, DashboardQueries dashboard, CancellationToken cancel)
    {
        if (await runs.FilesAsync(run, cancel) is null) return ApiProblems.Run(run);
        return Csv($"run-{run}-days.csv", CsvText.Table(
            ["day_utc", "payments", "in_risky_findings", "money_at_risk", "known_outcomes", "missed_fraud", "missed_fraud_money",
            "missed_fraud_in_risky_findings", "outcomes_still_to_come"],
            (await dashboard.ByDayAsync(run, cancel))
            .Select(d => (IReadOnlyList<object?>)[DateOnly.FromDateTime(d.Day), d.Transactions, d.Risky, d.MoneyAtRisk, d.Known, d.MissedFraud,
            d.MissedFraudMoney, d.RiskyMissedFraud, d.IsImmature])));
    }

    public static async Task<IResult> RejectsAsync(int dataset, DatasetQueries datasets, DataFolder data, CancellationToken cancel)
    {
        if (await datasets.FindAsync(dataset, cancel) is not { } line) return ApiProblems.File(KnownFiles.Rejects.Name);
        if (FileCheck.Find(datasets.Folder(line).Rejects) is null) return ApiProblems.File(KnownFiles.Rejects.Name);
        return await TempFileResult.AnswerAsync(
            data, $"dataset-{dataset}-rejects.csv", async path => await Task.Run(() => datasets.ExportRejects(line, path, cancel), cancel));
    }

    public static async Task<IResult> MappingAsync(int dataset, DatasetQueries datasets, CancellationToken cancel)
    {
        const string name = "mapping.json";
        if (await datasets.FindAsync(dataset, cancel) is not { } line || !datasets.Folder(line).Exists) return ApiProblems.File(name);
        var mapping = JsonSerializer.SerializeToUtf8Bytes(datasets.Open(line).Mapping, JsonFile.Options);
        return Results.File(mapping, "application/json", $"dataset-{dataset}-{name}");
    }

    private static CountedAnswer Csv(string name, CsvTable table) =>
        new(Results.File(Encoding.UTF8.GetBytes(table.Text), "text/csv; charset=utf-8", name), table.Rows);
}
