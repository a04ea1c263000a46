using DuckDB.NET.Data;
using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Embedding.Model;
using Investigator.Engine.Facts;
using Investigator.Engine.Ingest;
using Investigator.Engine.Narratives;
using Investigator.Engine.Projection;
using Investigator.Engine.Rules;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Runs;

/// <summary>The files that a run hands to people and programs.</summary>
public static class ResultFiles
{
    /// <summary>Names, in the order they are written; <c>run.json</c> last, so that it stands for all of them.</summary>
    public static IReadOnlyList<string> Names { get; } = ["members.parquet", "features.parquet", "features.json", "feature-catalog.json", "scale.json", TrainingReport.FileName, StoredModel.WeightsName, StoredModel.FileName, "clusters.json", "rules.json", "rules.sql", "narratives.md", "rejects.csv", OutcomeLedger.FileName, "run.json"];

    /// <summary>What tells a folder of results that was written before folders were marked.</summary>
    public static IReadOnlyList<string> Earlier { get; } = ["members.parquet", "run.json"];

    /// <summary>Writes everything but the features, their catalogue and the scale report, which their own stages have written.</summary>
    public static void Write(string folder, Dataset dataset, RunResult result, MapLayout layout, StageContext context)
    {
        WriteMembers(Path.Combine(folder, "members.parquet"), dataset, result.Clustering, layout, context);
        JsonFile.Write(Path.Combine(folder, "clusters.json"), Clusters(result));
        RuleFiles.WriteJson(Path.Combine(folder, "rules.json"), result.Rules);
        RuleFiles.WriteSql(Path.Combine(folder, "rules.sql"), result.Rules);
        NarrativeFile.Write(Path.Combine(folder, "narratives.md"), result.Narratives, result.Risks, result.Rules);
        RejectsFile.Export(dataset, Path.Combine(folder, "rejects.csv"));
        JsonFile.Write(Path.Combine(folder, "run.json"), result.Record);
    }

    /// <summary>Takes everything but the result files out of a finished work folder and puts it in the target's place. A new or empty target appears whole;
    /// in one that is replaced, <c>run.json</c> goes first and comes last.</summary>
    /// <exception cref="InputException">The target holds something and <paramref name="force"/> was not given.</exception>
    public static void MoveTo(string work, string target, bool force)
    {
        RefuseOccupied(target, force, Earlier);
        var owned = OwnedFolder.Find(work) ?? throw new InputException($"the folder {work} is no run's work folder", expected: "the folder of a finished run");
        owned.Keep();
        foreach (var folder in Directory.GetDirectories(work)) Directory.Delete(folder, recursive: true);
        string[] stay = [.. Names, OwnedFolder.MarkerName];
        foreach (var file in Directory.GetFiles(work).Where(f => !stay.Contains(Path.GetFileName(f)))) File.Delete(file);
        if (!OwnedFolder.IsVacant(target))
        {
            // Marked first: a kill in the middle of this leaves a folder that the same command may replace again.
            OwnedFolder.Mark(target, FolderUse.Kept, owned.Installation);
            File.Delete(Path.Combine(target, "run.json"));
            foreach (var name in Names.Where(n => File.Exists(Path.Combine(work, n)))) File.Move(Path.Combine(work, name), Path.Combine(target, name), overwrite: true);
            return;
        }

        if (Directory.Exists(target))
        {
            File.Delete(Path.Combine(target, OwnedFolder.MarkerName));
            Directory.Delete(target);
        }

        Directory.Move(work, target);
    }

    /// <summary>Lets a command write into a new or empty folder, and with <paramref name="force"/> into one that it wrote before.</summary>
    /// <param name="target">Where it wants to write.</param>
    /// <param name="force">Whether what is there may be replaced.</param>
    /// <param name="earlier">Files that together tell a folder that the command wrote before folders were marked.</param>
    /// <exception cref="InputException">The target holds something and <paramref name="force"/> was not given, or what it holds is someone else's.</exception>
    public static void RefuseOccupied(string target, bool force, IReadOnlyList<string> earlier)
    {
        if (File.Exists(target)) throw new InputException($"{target} is a file", expected: "a folder for the results");
        if (OwnedFolder.IsVacant(target)) return;
        if (!force) throw new InputException($"the folder {target} is not empty", expected: "an empty or new folder, or --force to replace the results in it");
        if (OwnedFolder.Find(target) is not { Use: FolderUse.Kept } && !earlier.All(name => File.Exists(Path.Combine(target, name))))
        {
            throw new InputException(
                $"the folder {target} holds files that Investigator did not write, so --force does not replace them",
                expected: "an empty or new folder, or one that this command wrote before");
        }
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
                appender.CreateRow().AppendValue((long)i).AppendValue(clustering.Labels[i]).AppendValue(clustering.Probabilities[i]).AppendValue(clustering.OutlierScores[i])
                    .AppendValue(layout.X[i]).AppendValue(layout.Y[i]).EndRow();
            }
        }

        db.Execute(
            $"COPY (SELECT t.id AS transaction, p.* EXCLUDE (row) FROM places p JOIN read_parquet({Sql.Text(dataset.TransactionsPath)}) t ON t.row = p.row ORDER BY p.row) TO {Sql.Text(path)} (FORMAT parquet, COMPRESSION zstd)",
            context.Cancel);
    }

    private static List<ClusterEntry> Clusters(RunResult result) =>
    [
        .. result.Risks.OrderByDescending(r => r.Score).ThenBy(r => r.Cluster).Select(r => new ClusterEntry(
            r.Cluster,
            r.Size,
            result.Clustering.Clusters[r.Cluster].Stability,
            r,
            [.. result.Rules.Where(rule => rule.Cluster == r.Cluster)],
            result.Narratives[r.Cluster].Headline,
            string.Join(" ", result.Narratives[r.Cluster].Sentences.Select(s => s.Text)))),
    ];

    private sealed record ClusterEntry(int Id, int Size, double Stability, Risk.ClusterRisk Risk, IReadOnlyList<ClusterRule> Rules, string Headline, string Narrative);
}
