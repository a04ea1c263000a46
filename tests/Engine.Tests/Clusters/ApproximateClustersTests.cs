using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tests.Neighbors;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Clusters;

public class ApproximateClustersTests
{
    private static readonly ClusterOptions Options = new() { MinClusterSize = 50, MinSamples = 10 };

    /// <summary>In many dimensions a noise point's neighbours all lie in one cluster, and where clusters hang together is in no point's list.</summary>
    [Theory]
    [InlineData(12)]
    [InlineData(48)]
    public void Run_ApproximateNeighbors_GivesTheLabelsOfExactOnes(int dimension)
    {
        var points = PointClouds.Make("noisy", 9000, dimension, seed: 4);
        var exact = Hdbscan.Run(new(points, dimension), Options, new NeighborOptions { K = 10 }, new StageContext()).Clustering;
        var approximate = Hdbscan.Run(new(points, dimension), Options, new NeighborOptions { K = 10, Mode = NeighborMode.Approximate },
            new StageContext()).Clustering;
        Assert.Equal(4, exact.Clusters.Count);
        Assert.InRange(AdjustedRand.Index(exact.Labels, approximate.Labels), 0.975, 1);
    }
}
