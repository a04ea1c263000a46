using Investigator.Engine.Clusters;
using Investigator.Engine.Hierarchy;

namespace Investigator.Engine.Tests.Clusters;

public class MergeHeightsTests
{
    [Fact]
    public void Of_SmallTree_IsWhereTheWaysPart()
    {
        // 0 splits in 1 and 2 at lambda 1; 1 in 3 and 4 at 2; 2 in 5 and 6 at 3. Taken: 3, 4 and 2.
        var model = new ClusterModel
        {
            Points = new([], 1),
            MinSamples = 1,
            CoreDistances = [],
            Tree = new CondensedTree
            {
                PointCluster = [],
                PointLambda = [],
                Parent = [-1, 0, 0, 1, 1, 2, 2],
                Birth = [0, 1, 1, 2, 2, 3, 3],
                Size = [9, 4, 5, 2, 2, 2, 3]
            },
            ClusterLabel = [-1, -1, 2, 0, 1, 2, 2],
            MaxLambda = [5, 5, 5],
            RootThreshold = 0,
        };
        var heights = new MergeHeights(model);
        const double Own = 9;
        (int Cluster, double[] Expected)[] cases =
        [
            (0, [Own, Own, Own]),
            (1, [Own, Own, 1]),
            (2, [1, 1, Own]),
            (3, [Own, 2, 1]),
            (4, [2, Own, 1]),
            (5, [1, 1, Own]),
            (3, [Own, 2, 1]),
        ];
        foreach (var (cluster, expected) in cases)
        {
            heights.MoveTo(cluster);
            Assert.Equal(expected, Enumerable.Range(0, 3).Select(label => heights.Of(label, Own)));
        }
    }
}
