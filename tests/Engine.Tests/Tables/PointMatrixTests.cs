using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Hierarchy;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Neighbors.Gpu;
using Investigator.Engine.Tables;
using Investigator.Engine.Tests.Devices;
using Investigator.Engine.Tests.Neighbors;
using Investigator.Engine.VectorSearch;
using Investigator.Engine.VectorSearch.Gpu;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Tables;

/// <summary>More values than one array holds stand in several. Here parts are small: what is found in them must be what is found in one.</summary>
public class PointMatrixTests
{
    private static readonly StageContext Context = new() { Threads = 2 };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 4)]
    [InlineData(64, 64)]
    [InlineData(100, 64)]
    public void Row_OfSeveralParts_IsThatOfOne(int rowsAPart, int roundedDown)
    {
        const int Dimension = 3;
        var values = PointClouds.Make("uniform", 200, Dimension, seed: 1);
        var (one, several) = (new PointMatrix(values, Dimension), InParts(values, Dimension, rowsAPart));
        for (var i = 0; i < 200; i++) Assert.Equal(one.Row(i), several.Row(i));
        Assert.Equal(roundedDown, several.Runs.First().Length / Dimension);
        Assert.Equal(values, several.Runs.SelectMany(static run => run.ToArray()));
        Assert.Equal(one.Mean(), several.Mean());
        Assert.Equal(one.Distance(3, 199), several.Distance(3, 199));
        Assert.Equal(one.Row(150), several.Gather([7, 150]).Row(1));
    }

    [Theory]
    [InlineData("blobs", 700, 9)]
    [InlineData("duplicates", 400, 4)]
    [InlineData("noisy", 600, 70)]
    public void Run_Exact_OnSeveralParts_GivesTheClustersOfOne(string shape, int count, int dimension)
    {
        var values = PointClouds.Make(shape, count, dimension, seed: 2);
        var options = new ClusterOptions { MinClusterSize = 8 };
        var (one, several) = (new PointMatrix(values, dimension), InParts(values, dimension, 33));
        var (expected, found) = (Hdbscan.Run(one, options, new NeighborOptions(), Context), Hdbscan.Run(several, options, new NeighborOptions(), Context));
        Assert.Equal(expected.Neighbors.Indices, found.Neighbors.Indices);
        Assert.Equal(expected.Tree.Weight, found.Tree.Weight);
        Assert.Equal(expected.Clustering.Labels, found.Clustering.Labels);
        Assert.Equal(UniqueRows.Of(one).Inverse, UniqueRows.Of(several).Inverse);
        var (queries, model) = (PointClouds.Make(shape, 50, dimension, seed: 3), ClusterModel.Of(several, found, options));
        Assert.Equal(ApproximatePredict.Of(ClusterModel.Of(one, expected, options), new(queries, dimension), Context).Labels,
            ApproximatePredict.Of(model, InParts(queries, dimension, 9), Context).Labels);
        Assert.Equal(Dbcv.Measure(one, expected.Clustering, 200, Context).Score, Dbcv.Measure(several, found.Clustering, 200, Context).Score);
    }

    [Theory]
    [InlineData(ApproximateNeighbors.ManyPoints)]
    [InlineData(0)]
    public void Find_Approximate_OnSeveralParts_GivesTheListsOfOne(double manyPoints)
    {
        var values = PointClouds.Make("blobs", 6000, 9, seed: 6);
        var expected = ApproximateNeighbors.Find<NarrowDotTile>(new(values, 9), 10, 0.99, Context, manyPoints);
        var found = ApproximateNeighbors.Find<NarrowDotTile>(InParts(values, 9, 1000), 10, 0.99, Context, manyPoints);
        Assert.Equal(expected.Recall, found.Recall);
        Assert.Equal(expected.Distances, found.Distances);
        Assert.Equal(SpanningTreeBuilder.Build(new(values, 9), expected, 10, Context).Weight,
            SpanningTreeBuilder.Build(InParts(values, 9, 1000), found, 10, Context).Weight);
    }

    [Fact]
    public void Find_OnAGpu_OnSeveralParts_GivesTheListsOfOne()
    {
        var values = PointClouds.Make("blobs", 300, 6, seed: 4);
        var gpu = TestGpus.Processor(TestGpus.Plenty);
        var (one, several) = (new PointMatrix(values, 6), InParts(values, 6, 50));
        Assert.Equal(GpuExactNeighbors.Find(gpu, one, 5, Context).Indices, GpuExactNeighbors.Find(gpu, several, 5, Context).Indices);
        var graph = GpuExactNeighbors.Find(gpu, several, 5, Context);
        Assert.Equal(SpanningTreeBuilder.Build(one, graph, 5, gpu, Context).Weight, SpanningTreeBuilder.Build(several, graph, 5, gpu, Context).Weight);
        Assert.Equal(GpuApproximateNeighbors.Find(gpu, one, 5, 0.9, cells: 8, Context).Indices,
            GpuApproximateNeighbors.Find(gpu, several, 5, 0.9, cells: 8, Context).Indices);
    }

    [Fact]
    public void Checked_ValueThatIsNoNumberInALaterPart_NamesItsRow()
    {
        var values = PointClouds.Make("uniform", 100, 4, seed: 1);
        values[(77 * 4) + 2] = float.NaN;
        var error = Assert.Throws<InputException>(() => InParts(values, 4, 16).Checked());
        Assert.Equal((78, "3"), (error.Row, error.Column));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(4)]
    public void New_ValuesThatAreNotWholeRows_IsRefused(int dimension) => Assert.Throws<InputException>(() => new PointMatrix([1, 2, 3], dimension));

    [Fact]
    public void Write_SeveralParts_IsReadBackWhole()
    {
        using var folder = new TempFolder();
        var values = PointClouds.Make("uniform", 300, 5, seed: 1);
        NpyFile.Write(folder.File("m.npy"), InParts(values, 5, 32));
        Assert.Equal(values, NpyFile.Read<float>(folder.File("m.npy"), out var shape));
        Assert.Equal([300, 5], shape);
        Assert.Equal(values, NpyFile.ReadMatrix(folder.File("m.npy")).Runs.Single().ToArray());
        var parts = NpyFile.ReadMatrix(folder.File("m.npy"), partValues: 5 * 32).Runs.ToArray();
        Assert.Equal(10, parts.Length);
        Assert.Equal(values, parts.SelectMany(static run => run.ToArray()));
    }

    [Fact]
    public void ReadMatrix_OfDoublesInSeveralBlocks_ConvertsThemAll()
    {
        using var folder = new TempFolder();
        var values = new double[(1 << 20) + 5];
        for (var i = 0; i < values.Length; i++) values[i] = i % 1009;
        NpyFile.Write<double>(folder.File("m.npy"), values, values.Length, 1);
        Assert.Equal(Array.ConvertAll(values, static v => (float)v), NpyFile.ReadMatrix(folder.File("m.npy")).Runs.Single().ToArray());
    }

    private static PointMatrix InParts(float[] values, int dimension, int rows) =>
        PointMatrix.Of(values.Length / dimension, dimension, (to, first) => values.AsMemory(first * dimension, to.Length).CopyTo(to), rows * dimension);
}
