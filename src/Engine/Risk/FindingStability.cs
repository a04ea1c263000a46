using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Hierarchy;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Risk;

/// <summary>Whether a finding comes again when a tenth of all payments is left out at random and the rest is clustered anew.</summary>
/// <param name="Repeats">How often that was tried.</param>
/// <param name="Survived">How often it came again.</param>
/// <param name="Overlap">Mean over the repeats of how much of it came again, 0..1: rows in common over rows of either (Jaccard).</param>
public sealed record FindingStability(int Repeats, int Survived, double Overlap)
{
    /// <summary>Of the rows that stay.</summary>
    private const double Kept = 0.9;

    /// <summary>It came again where at least half of the rows of either are in both.</summary>
    private const double SameFinding = 0.5;

    private const int Stream = 0x53746162;

    /// <summary>
    /// Clusters random nine tenths of the rows again and again. What came again of a finding is all new clusters that are mostly its own, so one that is made
    /// of several clusters can survive; rows of other findings within its own clusters are left out of account, so a part of a cluster can too.
    /// </summary>
    /// <param name="points">The space in which the clusters were found, <c>[n, d]</c>.</param>
    /// <param name="labels"><c>[n]</c> cluster of each row, -1 for none.</param>
    /// <param name="members">Rows of each finding, ascending.</param>
    /// <param name="neighbors">As the run looked for them.</param>
    /// <param name="clusters">As the run found them.</param>
    /// <param name="repeats">How often.</param>
    /// <param name="context">Threads, seed, progress, cancel.</param>
    /// <returns>One per finding.</returns>
    public static IReadOnlyList<FindingStability> Measure(PointMatrix points, int[] labels, IReadOnlyList<int[]> members, NeighborOptions neighbors,
        ClusterOptions clusters, int repeats, StageContext context)
    {
        context.RequireMemory(4L * points.Count * (points.Dimension + 4), $"clustering nine tenths of {points.Count} rows again", "no repeats for stability");
        var former = CompressedLists.ByKey(labels, labels.DefaultIfEmpty(-1).Max() + 1);
        var found = new FindingStability[members.Count];
        Array.Fill(found, new FindingStability(repeats, 0, 0));
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            var again = Cluster(points, neighbors, clusters, repeat, context);
            var sizes = Sizes(again);
            for (var f = 0; f < found.Length; f++)
            {
                var overlap = CameAgain(members[f], labels, former, again, sizes);
                found[f] = found[f] with
                {
                    Survived = found[f].Survived + (overlap >= SameFinding ? 1 : 0),
                    Overlap = found[f].Overlap + (overlap / repeats),
                };
            }
        }
        return found;
    }

    /// <summary>What a reader of the results should know.</summary>
    public static IEnumerable<string> Notes(IReadOnlyList<FindingRisk> risks)
    {
        FindingStability[] tried = [.. risks.Select(static r => r.Stability).OfType<FindingStability>()];
        if (tried.Length == 0) yield break;
        var always = tried.Count(static s => s.Survived == s.Repeats);
        yield return $"stability: {Wording.PartOf(always, tried.Length, "risky finding")} came again each time of {tried[0].Repeats} that a tenth of the "
            + "payments was left out";
    }

    /// <summary><c>[n]</c> new cluster of each row: -1 for noise, -2 for rows left out.</summary>
    private static int[] Cluster(PointMatrix points, NeighborOptions neighbors, ClusterOptions clusters, int repeat, StageContext context)
    {
        var seed = unchecked(context.Seed + ((repeat + 1) * 7919));
        int[] rows = [.. Enumerable.Range(0, points.Count).Where(row => CounterRandom.At(seed, Stream, row).Below(10) < Kept * 10)];
        var (part, own) = (points.Gather(rows), context with { Seed = seed });
        var graph = NeighborSearch.Find(part, neighbors, own);
        var found = DensityClusters.Find(SpanningTreeBuilder.Build(part, graph, clusters.CoreNeighbors(), own), clusters, own);
        var again = new int[points.Count];
        Array.Fill(again, -2);
        for (var i = 0; i < rows.Length; i++) again[rows[i]] = found.Labels[i];
        return again;
    }

    /// <summary>Rows by new cluster.</summary>
    private static Dictionary<int, int> Sizes(int[] again) => again.Where(static a => a >= 0).CountBy(static a => a).ToDictionary();

    private static double CameAgain(int[] members, int[] labels, CompressedLists former, int[] again, Dictionary<int, int> sizes)
    {
        int[] kept = [.. members.Where(row => again[row] != -2)];
        if (kept.Length == 0) return 0;
        var mine = kept.Where(row => again[row] >= 0).CountBy(row => again[row]).ToDictionary();
        var siblings = Siblings(members, labels, former, again);
        var (common, either) = (0, kept.Length);
        foreach (var (cluster, own) in mine)
        {
            var strangers = sizes[cluster] - own - siblings.GetValueOrDefault(cluster);
            if (strangers > own) continue;
            common += own;
            either += strangers;
        }
        return (double)common / either;
    }

    /// <summary>Rows of the same former clusters that are in other findings, by new cluster.</summary>
    private static Dictionary<int, int> Siblings(int[] members, int[] labels, CompressedLists former, int[] again)
    {
        var own = members.ToHashSet();
        var counts = new Dictionary<int, int>();
        foreach (var label in members.Select(row => labels[row]).Where(static label => label >= 0).ToHashSet())
        {
            foreach (var row in former[label])
            {
                if (again[row] >= 0 && !own.Contains(row)) counts[again[row]] = counts.GetValueOrDefault(again[row]) + 1;
            }
        }
        return counts;
    }
}
