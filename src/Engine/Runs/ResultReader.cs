using DuckDB.NET.Data;
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
        var (clusters, findings) = Entries(folder, record);
        var members = Members(folder, record);
        RequireRows(members.Labels, [.. clusters.Select(static c => c.Size)], "cluster", folder);
        RequireRows(members.Findings, [.. findings.Select(static f => f.Size)], "finding", folder);
        var (clustering, narratives) = (Clustering(folder, members, clusters), Narratives(folder, findings));
        RequireEach(clustering.Clusters.Count, clusters.Length, "cluster", KnownFiles.Stabilities.Find(folder.Path));
        RequireEach(narratives.Count, findings.Length, "finding", KnownFiles.Stories.Find(folder.Path));
        return new RunResult
        {
            Record = record,
            Clustering = clustering,
            Findings = new FindingSet { Numbers = members.Findings, Items = [.. findings.Select(static f => f.AsFinding())] },
            Risks = [.. findings.Select(static f => f.Risk)],
            FraudProbabilities = members.FraudProbabilities,
            Singles = folder.ReadSingles(),
            Rules = [.. StoredJson.Read<List<FindingRule>>(KnownFiles.Rules.Require(folder.Path)), .. Withheld(folder)],
            Narratives = narratives,
        };
    }

    /// <summary>None in runs of before rules were withheld.</summary>
    private static List<FindingRule> Withheld(RunFolder folder) =>
        KnownFiles.WithheldRules.FindKept(folder.Path) is { } path ? StoredJson.Read<List<FindingRule>>(path) : [];

    /// <summary>Clusters by label and findings by number.</summary>
    private static (ClusterEntry[] Clusters, FindingEntry[] Findings) Entries(RunFolder folder, RunRecord record)
    {
        var path = KnownFiles.Clusters.Require(folder.Path);
        if (!folder.HasFindings)
        {
            FormerClusterEntry[] former = [.. StoredJson.Read<List<FormerClusterEntry>>(path).OrderBy(static e => e.Id)];
            RequireAll(former, static (e, i) => e.Id == i && e.Risk is not null, record.Clusters, "cluster", path);
            return ([.. former.Select(static e => e.AsCluster())], [.. former.Select(static e => e.AsFinding())]);
        }

        ClusterEntry[] clusters = [.. StoredJson.Read<List<ClusterEntry>>(path).OrderBy(static e => e.Id)];
        RequireAll(clusters, static (e, i) => e.Id == i, record.Clusters, "cluster", path);
        path = KnownFiles.Findings.Require(folder.Path);
        FindingEntry[] findings = [.. StoredJson.Read<List<FindingEntry>>(path).OrderBy(static e => e.Finding)];
        RequireAll(findings, static (e, i) => e.Finding == i && e.Risk is not null, record.Findings, "finding", path);
        return (clusters, findings);
    }

    private static void RequireAll<T>(T[] entries, Func<T, int, bool> holds, int count, string what, string path)
    {
        if (entries.Length == count && entries.Index().All(e => holds(e.Item, e.Index))) return;
        throw new InputException(
            $"the file does not hold each {what} of the run once", path, value: $"{entries.Length} {what}s", expected: $"{count}, numbered from 0");
    }

    private static void RequireEach(int count, int expected, string what, string path)
    {
        if (count == expected) return;
        throw new InputException(
            $"the file does not hold an entry for each {what} of the run", path, value: $"{count} entries", expected: $"{expected}");
    }

    private static MemberArrays Members(RunFolder folder, RunRecord record)
    {
        var rows = record.Transactions;
        var members = new MemberArrays(new int[rows], new int[rows], new float[rows], new float[rows], new float[rows]);
        var read = 0;
        using (var db = TableConnection.Open())
        {
            var columns = "file_row_number::INTEGER, finding, cluster, fraud_probability, probability, outlier_score";
            db.Stream($"SELECT {columns} FROM {folder.MembersTable}", default, r =>
            {
                var row = r.GetInt32(0);
                if (row < rows) members.Set(row, r);
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

        return members;
    }

    private static void RequireRows(int[] numbers, int[] sizes, string what, RunFolder folder)
    {
        var counted = new int[sizes.Length];
        foreach (var number in numbers)
        {
            if (number < -1 || number >= sizes.Length)
            {
                throw Strange($"a transaction lies in a {what} that the run does not have", $"{number}", $"below {sizes.Length}");
            }

            if (number >= 0) counted[number]++;
        }

        for (var k = 0; k < sizes.Length; k++)
        {
            if (counted[k] != sizes[k]) throw Strange($"the file does not hold the transactions of {what} {k}", $"{counted[k]}", $"{sizes[k]}");
        }

        InputException Strange(string problem, string found, string expected) =>
            new(problem, KnownFiles.Members.In(folder.Path), value: found, expected: expected);
    }

    private static Clustering Clustering(RunFolder folder, MemberArrays members, ClusterEntry[] clusters) => new()
    {
        Labels = members.Labels,
        Probabilities = members.Probabilities,
        OutlierScores = members.OutlierScores,

        // Not known any more of a run that kept its results only and did not write the persistence among them.
        Clusters = KnownFiles.Stabilities.FindKept(folder.Path) is { } stabilities
            ? StoredJson.Read<List<ClusterStability>>(stabilities)
            : [.. clusters.Select(static c => c.AsStability())],
    };

    /// <summary>Of a run that kept its results only, a story is one piece of text without its parts.</summary>
    private static IReadOnlyList<FindingNarrative> Narratives(RunFolder folder, FindingEntry[] entries) =>
        KnownFiles.Stories.FindKept(folder.Path) is { } stories
            ? StoredJson.Read<List<FindingNarrative>>(stories)
            : [.. entries.Select(WithoutParts)];

    private static FindingNarrative WithoutParts(FindingEntry entry) => new()
    {
        Finding = entry.Finding,
        Headline = entry.Headline,
        Sentences = [new NarrativeSentence(SentenceKind.What, entry.Narrative, null)],
        Contrasts = [],
    };

    /// <summary>What <c>members.parquet</c> says of each row, <c>[n]</c>.</summary>
    private sealed record MemberArrays(int[] Findings, int[] Labels, float[] FraudProbabilities, float[] Probabilities, float[] OutlierScores)
    {
        public void Set(int row, DuckDBDataReader reader)
        {
            (Findings[row], Labels[row]) = (reader.GetInt32(1), reader.GetInt32(2));
            FraudProbabilities[row] = reader.GetFloat(3);
            (Probabilities[row], OutlierScores[row]) = (reader.GetFloat(4), reader.GetFloat(5));
        }
    }
}
