using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Findings;
using Investigator.Engine.Integrity;
using Investigator.Engine.Narratives;
using Investigator.Engine.Rules;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Runs;

/// <summary>Reads back what <see cref="ResultWriter"/> wrote, whatever retention it was kept with.</summary>
internal static class ResultReader
{
    public static RunResult Read(RunFolder folder)
    {
        var record = folder.ReadRecord();
        var entries = StoredJson.Read<List<FindingEntry>>(KnownFiles.Clusters.Require(folder.Path)).OrderBy(static e => e.Id).ToArray();
        if (entries.Length != record.Clusters || entries.Where(static (e, i) => e.Id != i || e.Risk is null).Any())
        {
            throw new InputException(
                "the file does not hold each cluster of the run once",
                KnownFiles.Clusters.In(folder.Path),
                value: $"{entries.Length} clusters",
                expected: $"{record.Clusters}, numbered from 0");
        }

        var (clustering, narratives) = (Clustering(folder, record, entries), Narratives(folder, entries));
        RequireEach(clustering.Clusters.Count, KnownFiles.Stabilities);
        RequireEach(narratives.Count, KnownFiles.Stories);
        return new RunResult
        {
            Record = record,
            Clustering = clustering,
            Findings = FindingBuilder.Build(clustering),
            Risks = [.. entries.Select(static e => e.Risk)],
            Rules = StoredJson.Read<List<FindingRule>>(KnownFiles.Rules.Require(folder.Path)),
            Narratives = narratives,
        };

        void RequireEach(int count, StoredFile file)
        {
            if (count == entries.Length) return;
            throw new InputException(
                "the file does not hold an entry for each cluster of the run",
                file.Find(folder.Path),
                value: $"{count} entries",
                expected: $"{entries.Length}");
        }
    }

    private static Clustering Clustering(RunFolder folder, RunRecord record, FindingEntry[] entries)
    {
        var rows = record.Transactions;
        var (labels, probabilities, outliers) = (new int[rows], new float[rows], new float[rows]);
        var read = 0;
        using (var db = TableConnection.Open())
        {
            db.Stream($"SELECT file_row_number::INTEGER, cluster, probability, outlier_score FROM {folder.MembersTable}", default, r =>
            {
                var row = r.GetInt32(0);
                if (row < rows) (labels[row], probabilities[row], outliers[row]) = (r.GetInt32(1), r.GetFloat(2), r.GetFloat(3));
                read++;
            });
        }

        if (read != rows)
        {
            throw new InputException(
                "the file does not hold each transaction of the run once",
                KnownFiles.Members.In(folder.Path),
                value: $"{read} rows",
                expected: $"{rows}");
        }

        if (Array.FindIndex(labels, l => l < -1 || l >= entries.Length) is >= 0 and var stray)
        {
            throw new InputException(
                "a transaction lies in a cluster that the run does not have",
                KnownFiles.Members.In(folder.Path),
                value: $"{labels[stray]}",
                expected: $"below {entries.Length}");
        }

        return new Clustering
        {
            Labels = labels,
            Probabilities = probabilities,
            OutlierScores = outliers,

            // Not known any more of a run that kept its results only and did not write the persistence among them.
            Clusters = KnownFiles.Stabilities.FindKept(folder.Path) is { } stabilities
                ? StoredJson.Read<List<ClusterStability>>(stabilities)
                : [.. entries.Select(static e => new ClusterStability(e.Size, e.Stability, e.Persistence ?? 0))],
        };
    }

    /// <summary>Of a run that kept its results only, a story is one piece of text without its parts.</summary>
    private static IReadOnlyList<FindingNarrative> Narratives(RunFolder folder, FindingEntry[] entries) =>
        KnownFiles.Stories.FindKept(folder.Path) is { } stories
            ? StoredJson.Read<List<FindingNarrative>>(stories)
            : [.. entries.Select(WithoutParts)];

    private static FindingNarrative WithoutParts(FindingEntry entry) => new()
    {
        Finding = entry.Id,
        Headline = entry.Headline,
        Sentences = [new NarrativeSentence(SentenceKind.What, entry.Narrative, null)],
        Contrasts = [],
    };
}
