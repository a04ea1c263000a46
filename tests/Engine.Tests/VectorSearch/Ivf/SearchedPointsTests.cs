using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;
using Investigator.Engine.Tests.Neighbors;
using Investigator.Engine.VectorSearch;
using Investigator.Engine.VectorSearch.Ivf;

namespace Investigator.Engine.Tests.VectorSearch.Ivf;

public class SearchedPointsTests
{
    private const int Count = 6000;
    private const int Dimension = 96;
    private const int K = 10;

    [Fact]
    public void Of_FewAxesHoldTheVariance_IsShort()
    {
        var points = SearchedPoints.Of(Flat(Count), new StageContext());
        Assert.True(points.IsShort);
        Assert.Equal((16, Count), (points.Rows.Dimension, points.Rows.Count));
        for (var i = 1; i < 200; i++)
        {
            Assert.True(points.Rows.SquaredDistance(0, i) <= points.Points.SquaredDistance(0, i) * (1 + 1e-4));
        }
    }

    [Theory]
    [InlineData("uniform", 64)]
    [InlineData("blobs", 20)]
    [InlineData("equal", 96)]
    public void Of_AllAxesMatterOrNoneDoes_IsWhole(string shape, int dimension)
    {
        var points = new PointMatrix(PointClouds.Make(shape, 2000, dimension, seed: 3), dimension);
        Assert.False(SearchedPoints.Of(points, new StageContext()).IsShort);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    [InlineData(4)]
    public void Find_ShortRows_ReachesTheRecallItSays(int places)
    {
        var points = Flat(Count, places);
        Assert.True(SearchedPoints.Of(points, new StageContext()).IsShort);
        foreach (var manyPoints in (ReadOnlySpan<double>)[0, double.PositiveInfinity])
        {
            foreach (var graph in (ReadOnlySpan<NeighborGraph>)
                [
                    ApproximateNeighbors.Find<WideDotTile>(points, K, 0.99, new StageContext(), manyPoints),
                    ApproximateNeighbors.Find<NarrowDotTile>(points, K, 0.99, new StageContext(), manyPoints),
                ])
            {
                Assert.InRange(graph.Recall!.Value, 0.99, 1);
                ApproximateNeighborsTests.AssertTrueTo(graph, points);
            }
        }
    }

    [Fact]
    public void Find_ShortRowsAskedForAll_FindsAll()
    {
        var points = Flat(Count, places: 60);
        var graph = ApproximateNeighbors.Find(points, K, 1, new StageContext());
        Assert.Equal(1, graph.Recall);
        Assert.Equal(NeighborSearch.Find(points, new NeighborOptions { K = K }, new StageContext()).Distances, graph.Distances);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.PositiveInfinity)]
    public void Find_ShortRowsAnyThreads_GivesTheSameBits(double manyPoints)
    {
        var points = Flat(Count, places: 300);
        var one = ApproximateNeighbors.Find<NarrowDotTile>(points, K, 0.99, new StageContext { Threads = 1 }, manyPoints);
        var many = ApproximateNeighbors.Find<NarrowDotTile>(points, K, 0.99, new StageContext { Threads = 5 }, manyPoints);
        Assert.Equal(one.Indices, many.Indices);
        Assert.Equal(one.Distances, many.Distances);
        Assert.Equal(one.Recall, many.Recall);
    }

    /// <summary>
    /// Points that differ most along six directions across all columns, and a little in every column. With a number of places, the six coordinates are those of
    /// a place, so that the points of a place are told apart by nothing but the little.
    /// </summary>
    internal static PointMatrix Flat(int count, int places = 0)
    {
        var random = new Random(7);
        var directions = Enumerable.Range(0, 6).Select(_ => Values(Dimension, 1)).ToArray();
        var centers = Enumerable.Range(0, Math.Max(1, places)).Select(_ => Values(directions.Length, 1)).ToArray();
        return PointMatrix.Of(count, Dimension, (to, first) =>
        {
            for (var i = 0; i < count; i++)
            {
                var along = places == 0 ? Values(directions.Length, 1) : centers[i % places];
                var row = to.Span.Slice(i * Dimension, Dimension);
                Values(Dimension, 0.1f).CopyTo(row);
                for (var a = 0; a < along.Length; a++)
                {
                    for (var j = 0; j < Dimension; j++) row[j] += along[a] * directions[a][j];
                }
            }
        });

        float[] Values(int length, float scale) => [.. Enumerable.Range(0, length).Select(_ => scale * ((2 * random.NextSingle()) - 1))];
    }
}
