using System.Text;
using System.Text.Json;
using Investigator.Clusters;
using Investigator.Dashboard;
using Investigator.Datasets;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Integrity;
using Investigator.Engine.Runs;
using Investigator.Engine.Tables;
using Investigator.Rules;
using Investigator.Runs;
using Investigator.Storage;
using Investigator.Tags;
using Investigator.Transactions;

namespace Investigator.Api;

/// <summary>Files to take away.</summary>
internal static class DownloadEndpoints
{
    public static async Task<IResult> FileAsync(int run, string file, RunQueries runs, CancellationToken cancel)
    {
        if (RunFolder.FindDownload(file) is not { } download) return ApiProblems.File(file);
        if (await runs.FilesAsync(run, cancel) is not { } files) return ApiProblems.Run(run);
        return download.FindKept(files.RunFolder.Path) is { } path ? Results.File(path, download.ContentType, file) : ApiProblems.File(file);
    }

    public static async Task<IResult> RuleAsync(int run, string code, RuleQueries rules, CancellationToken cancel) =>
        await rules.FindAsync(run, code, cancel) is { } rule
            ? Results.File(JsonSerializer.SerializeToUtf8Bytes(rule, JsonFile.Options), "application/json", $"{rule.Id}.json")
            : ApiProblems.File(code + ".json");

    public static async Task<IResult> TransactionsAsync(
        int run, int? cluster, int? selection, string? day, bool? risky, bool? missed, bool? fraud, int? tag, string[]? where, RunQueries runs,
        ScopeQueries scopes, TransactionQueries transactions, DataFolder data, CancellationToken cancel)
    {
        if (await runs.FilesAsync(run, cancel) is null) return ApiProblems.Run(run);
        var scope = await scopes.ResolveAsync(
            new TransactionScope(run, cluster, selection, day, risky ?? false, missed ?? false, where) { Fraud = fraud ?? false, Tag = tag }, cancel);
        if (scope.Problem is { } problem) return ApiProblems.Bad(problem);
        return await TempFileResult.AnswerAsync(data, $"run-{run}-transactions.csv", path => transactions.ExportAsync(run, scope.Filter, path, cancel));
    }

    public static async Task<IResult> ClustersAsync(int run, RunQueries runs, ClusterQueries clusters, TagQueries tags, CancellationToken cancel)
    {
        if (await runs.FilesAsync(run, cancel) is null) return ApiProblems.Run(run);
        var rows = await clusters.AllAsync(run, cancel);
        var marks = await tags.ByClusterAsync(run, cancel);
        return Csv($"run-{run}-clusters.csv", CsvText.Table(
            ["cluster", "score", "risky", "basis", "size", "known", "fraud", "fraud_share", "fraud_share_low", "fraud_share_high", "lift", "money",
            "fraud_money", "missed_fraud", "missed_fraud_money", "coordination", "accounts", "from_utc", "to_utc", "headline", "tags"],
            rows.Select(c =>
            (IReadOnlyList<object?>)[c.Label, c.Score, c.Risky, c.Basis.ToString()
            .ToLowerInvariant(), c.Size, c.Known, c.Fraud, c.FraudShare, c.LowerBound, c.UpperBound, c.Lift, c.Money, c.FraudMoney, c.MissedFraud,
            c.MissedFraudMoney, c.Coordination, c.Accounts, c.From, c.To, c.Headline, TagSummary.Join(marks.GetValueOrDefault(c.Label))])));
    }

    public static async Task<IResult> ContrastsAsync(int run, int label, ClusterQueries clusters, TagQueries tags, CancellationToken cancel)
    {
        if (await clusters.FindAsync(run, label, cancel) is not { } cluster) return ApiProblems.Cluster(run, label);
        var words = TagSummary.Join((await tags.ByClusterAsync(run, cancel)).GetValueOrDefault(label));
        return Csv($"run-{run}-cluster-{label}-contrasts.csv", CsvText.Table(
            ["feature", "phrase", "unit", "category", "cluster_median", "cluster_low", "cluster_high", "rest_median", "effect", "tags"],
            cluster.Narrative.Contrasts.Select(
            c => (IReadOnlyList<object?>)[c.Feature, c.Phrase, c.Unit, c.Category, c.ClusterMedian, c.ClusterLow, c.ClusterHigh, c.RestMedian, c.Effect,
            words])));
    }

    public static async Task<IResult> DaysAsync(int run, RunQueries runs, DashboardQueries dashboard, CancellationToken cancel)
    {
        if (await runs.FilesAsync(run, cancel) is null) return ApiProblems.Run(run);
        return Csv($"run-{run}-days.csv", CsvText.Table(
            ["day_utc", "transactions", "risky", "risky_money", "missed_fraud", "missed_fraud_money"],
            (await dashboard.ByDayAsync(run, cancel))
            .Select(d => (IReadOnlyList<object?>)[DateOnly.FromDateTime(d.Day), d.Transactions, d.Risky, d.RiskyMoney, d.MissedFraud, d.MissedFraudMoney])));
    }

    public static async Task<IResult> RejectsAsync(int dataset, DatasetQueries datasets, DataFolder data, CancellationToken cancel)
    {
        if (await datasets.FindAsync(dataset, cancel) is not { } line) return ApiProblems.File(KnownFiles.Rejects.Name);
        if (FileCheck.Find(datasets.Folder(line).Rejects) is null) return ApiProblems.File(KnownFiles.Rejects.Name);
        return await TempFileResult.AnswerAsync(
            data, $"dataset-{dataset}-rejects.csv", path => Task.Run(() => RejectsFile.Export(datasets.Open(line), path, cancel), cancel));
    }

    private static IResult Csv(string name, string text) => Results.File(Encoding.UTF8.GetBytes(text), "text/csv; charset=utf-8", name);
}
