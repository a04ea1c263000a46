using DuckDB.NET.Data;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Checks;
using Investigator.Engine.Narratives;
using Investigator.Engine.Risk;
using Investigator.Engine.Rules;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Runs;

/// <summary>Writes what a run found into its folder, all but what the stages have written themselves (features, catalogue, scale, model).</summary>
internal static class ResultWriter
{
    /// <summary>The run's record last, so that it stands for all of it.</summary>
    public static void Write(string folder, Dataset dataset, RunResult result, StageContext context)
    {
        WriteMembers(KnownFiles.Members.In(folder), dataset, result, context);
        JsonFile.Write(KnownFiles.Findings.In(folder), Findings(result));
        JsonFile.Write(KnownFiles.Clusters.In(folder), Clusters(result));
        RuleFiles.WriteJson(KnownFiles.Rules.In(folder), result.Rules);
        RuleFiles.WriteWithheld(KnownFiles.WithheldRules.In(folder), result.Rules);
        RuleFiles.WriteSql(KnownFiles.RulesSql.In(folder), result.Rules);
        NarrativeFile.Write(KnownFiles.Narratives.In(folder), result.Narratives, result.Risks, result.Rules);
        RejectsFile.Export(dataset, KnownFiles.Rejects.In(folder));
        JsonFile.Write(KnownFiles.Record.In(folder), result.Record);
    }

    private static void WriteMembers(string path, Dataset dataset, RunResult result, StageContext context)
    {
        using var db = TableConnection.Open(context.Scratch, context.Threads);
        db.Execute("""
            CREATE TABLE places (row BIGINT, finding INTEGER, cluster INTEGER, fraud_probability FLOAT, probability FLOAT, outlier_score FLOAT)
            """);
        var (clustering, numbers) = (result.Clustering, result.Findings.Numbers);
        using (var appender = db.CreateAppender("places"))
        {
            for (var i = 0; i < numbers.Length; i++)
            {
                if (i % 10_000 == 0) context.Cancel.ThrowIfCancellationRequested();
                appender.CreateRow().AppendValue((long)i)
                    .AppendValue(numbers[i]).AppendValue(clustering.Labels[i])
                    .AppendValue(result.FraudProbabilities[i]).AppendValue(clustering.Probabilities[i]).AppendValue(clustering.OutlierScores[i])
                    .EndRow();
            }
        }

        db.Execute(
            $"""
            COPY (SELECT t.id AS transaction, p.* EXCLUDE (row)
                  FROM places p JOIN {dataset.TransactionsTable} t ON t.row = p.row ORDER BY p.row)
            TO {Sql.Text(path)} ({Sql.PagedParquet}, COMPRESSION zstd)
            """,
            context.Cancel);
    }

    private static List<FindingEntry> Findings(RunResult result)
    {
        var rules = result.Rules.Where(static rule => rule.IsExported).ToLookup(static rule => rule.Finding);
        return [.. result.Risks.Order(FindingOrder.WorstFirst).Select(Entry)];

        FindingEntry Entry(FindingRisk risk)
        {
            var (finding, story) = (result.Findings.Items[risk.Finding], result.Narratives[risk.Finding]);
            return new FindingEntry(
                risk.Finding,
                finding.Size,
                finding.Clusters,
                finding.IsPart,
                finding.Reasons,
                risk,
                [.. rules[risk.Finding]],
                story.Headline,
                string.Join(" ", story.Sentences.Select(static s => s.Text)));
        }
    }

    private static List<ClusterEntry> Clusters(RunResult result)
    {
        var findings = result.Findings.Items.SelectMany(static f => f.Clusters.Select(cluster => (Cluster: cluster, f.Number)))
            .ToLookup(static p => p.Cluster, static p => p.Number);
        return [.. result.Clustering.Clusters.Select((c, label) => new ClusterEntry(label, c.Size, c.Stability, c.Persistence, [.. findings[label]]))];
    }
}
