using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Hierarchy;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Risk;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Risk;

public class FindingStabilityTests
{
    private static readonly ClusterOptions Clusters = new() { MinClusterSize = 15, MinSamples = 5 };
    private static readonly NeighborOptions Neighbors = new() { K = 15 };

    [Fact]
    public void Measure_DenseGroupsAndScatteredRows_TellsThemApart()
    {
        var (points, labels) = Groups();
        int[][] members = [Dense(labels, 0), Dense(labels, 1), Dense(labels, 2), [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] < 0)]];
        var found = Measure(points, labels, members);
        Assert.All(found.Take(3), s => Assert.Equal((2, 2), (s.Repeats, s.Survived)));
        Assert.All(found.Take(3), s => Assert.InRange(s.Overlap, 0.9, 1));
        Assert.Equal(0, found[3].Survived);
        Assert.Equal(found, Measure(points, labels, members));
    }

    [Fact]
    public void Measure_JoinedClustersAndPartsOfOne_CanSurvive()
    {
        var (points, labels) = Groups();
        var first = Dense(labels, 0);
        int[][] members = [[.. Dense(labels, 1).Concat(Dense(labels, 2)).Order()], first[..(first.Length * 2 / 3)], first[(first.Length * 2 / 3)..]];
        var found = Measure(points, labels, members);
        Assert.Equal(2, found[0].Survived);
        // Of a part, the other part's rows in the same cluster are left out of account.
        Assert.Equal(2, found[1].Survived);
    }

    private static IReadOnlyList<FindingStability> Measure(PointMatrix points, int[] labels, int[][] members) =>
        FindingStability.Measure(points, labels, members, Neighbors, Clusters, 2, new StageContext { Threads = 2, Seed = 5 });

    /// <summary>The cluster that holds the middle point of a dense group.</summary>
    private static int[] Dense(int[] labels, int group) =>
        [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] >= 0 && labels[i] == labels.Skip(group * 60).Take(60).First(l => l >= 0))];

    /// <summary>Three tight groups of 60 among 300 scattered points.</summary>
    private static (PointMatrix Points, int[] Labels) Groups()
    {
        var random = new Random(4);
        var values = new float[480 * 3];
        for (var i = 0; i < 480; i++)
        {
            for (var j = 0; j < 3; j++)
            {
                values[(i * 3) + j] = i < 180 ? (float)((i / 60 * 5) + (0.1 * Shop.Gauss(random))) : (float)(random.NextDouble() * 40 - 15);
            }
        }
        var points = new PointMatrix(values, 3);
        var context = new StageContext { Threads = 2 };
        var graph = NeighborSearch.Find(points, Neighbors, context);
        return (points, DensityClusters.Find(SpanningTreeBuilder.Build(points, graph, Clusters.CoreNeighbors(), context), Clusters, context).Labels);
    }
}
