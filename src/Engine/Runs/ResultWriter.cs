using DuckDB.NET.Data;
using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Narratives;
using Investigator.Engine.Projection;
using Investigator.Engine.Rules;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Runs;

/// <summary>Writes what a run found into its folder, all but what the stages have written themselves (features, catalogue, scale, model).</summary>
internal static class ResultWriter
{
    /// <summary>The run's record last, so that it stands for all of it.</summary>
    public static void Write(string folder, Dataset dataset, RunResult result, MapLayout layout, StageContext context)
    {
        WriteMembers(KnownFiles.Members.In(folder), dataset, result.Clustering, layout, context);
        JsonFile.Write(KnownFiles.Clusters.In(folder), Entries(result));
        RuleFiles.WriteJson(KnownFiles.Rules.In(folder), result.Rules);
        RuleFiles.WriteSql(KnownFiles.RulesSql.In(folder), result.Rules);
        NarrativeFile.Write(KnownFiles.Narratives.In(folder), result.Narratives, result.Risks, result.Rules);
        RejectsFile.Export(dataset, KnownFiles.Rejects.In(folder));
        JsonFile.Write(KnownFiles.Record.In(folder), result.Record);
    }

    private static void WriteMembers(string path, Dataset dataset, Clustering clustering, MapLayout layout, StageContext context)
    {
        using var db = TableConnection.Open(context.Scratch, context.Threads);
        db.Execute("CREATE TABLE places (row BIGINT, cluster INTEGER, probability FLOAT, outlier_score FLOAT, x FLOAT, y FLOAT)");
        using (var appender = db.CreateAppender("places"))
        {
            for (var i = 0; i < clustering.Labels.Length; i++)
            {
                if (i % 10_000 == 0) context.Cancel.ThrowIfCancellationRequested();
                appender.CreateRow().AppendValue((long)i)
                    .AppendValue(clustering.Labels[i]).AppendValue(clustering.Probabilities[i]).AppendValue(clustering.OutlierScores[i])
                    .AppendValue(layout.X[i]).AppendValue(layout.Y[i]).EndRow();
            }
        }

        db.Execute(
            $"""
            COPY (SELECT t.id AS transaction, p.* EXCLUDE (row)
                  FROM places p JOIN {dataset.TransactionsTable} t ON t.row = p.row ORDER BY p.row)
            TO {Sql.Text(path)} (FORMAT parquet, COMPRESSION zstd)
            """,
            context.Cancel);
    }

    private static List<FindingEntry> Entries(RunResult result) =>
    [
        .. result.Risks.OrderByDescending(r => r.Score).ThenBy(r => r.Finding).Select(r => new FindingEntry(
            r.Finding,
            r.Size,
            result.Clustering.Clusters[r.Finding].Stability,
            result.Clustering.Clusters[r.Finding].Persistence,
            r,
            [.. result.Rules.Where(rule => rule.Finding == r.Finding)],
            result.Narratives[r.Finding].Headline,
            string.Join(" ", result.Narratives[r.Finding].Sentences.Select(s => s.Text)))),
    ];
}
