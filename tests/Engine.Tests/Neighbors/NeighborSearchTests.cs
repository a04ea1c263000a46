using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch;

namespace Investigator.Engine.Tests.Neighbors;

public class NeighborSearchTests
{
    [Theory]
    [InlineData("uniform", 500, 3, 10)]
    [InlineData("uniform", 333, 1, 5)]
    [InlineData("uniform", 130, 1024, 7)]
    [InlineData("blobs", 700, 17, 16)]
    [InlineData("far", 400, 8, 16)]
    [InlineData("duplicates", 300, 4, 20)]
    [InlineData("line", 200, 2, 3)]
    [InlineData("equal", 150, 5, 16)]
    [InlineData("outlier", 300, 6, 60)]
    [InlineData("grid", 256, 4, 12)]
    [InlineData("uniform", 49, 2, 48)]
    public void Find_AnyShape_EqualsBruteForce(string shape, int count, int dimension, int k)
    {
        var points = PointClouds.Make(shape, count, dimension, seed: 5);
        var graph = NeighborSearch.Find(new(points, dimension), new NeighborOptions { K = k }, new StageContext());
        AssertEqualsBruteForce(points, dimension, k, graph);
    }

    [Theory]
    [InlineData("blobs")]
    [InlineData("far")]
    public void Find_NarrowVectors_EqualsBruteForce(string shape)
    {
        var points = PointClouds.Make(shape, 300, 9, seed: 6);
        AssertEqualsBruteForce(points, 9, 8, ExactNeighbors.Find<NarrowDotTile>(new(points, 9), 8, new StageContext()));
    }

    [Fact]
    public void Find_WideRows_EqualsBruteForceWhereverPanelsArePacked()
    {
        // Two thirds of the panels are held.
        var points = PointClouds.Make("blobs", 2500, 100, seed: 6);
        AssertEqualsBruteForce(points, 100, 8, NeighborSearch.Find(new(points, 100), new NeighborOptions { K = 8 }, new StageContext { Threads = 3 }));
    }

    [Fact]
    public void Find_AutoAndFewRows_IsExactWithoutAnEstimate()
    {
        var points = new PointMatrix(PointClouds.Make("blobs", 5000, 6, seed: 3), 6);
        var graph = NeighborSearch.Find(points, new NeighborOptions { K = 5 }, new StageContext());
        Assert.Equal(new NeighborReport(NeighborMode.Exact, null, null), graph.Report);
        Assert.Empty(graph.Report.Notes());
    }

    [Theory]
    [InlineData(6)]
    [InlineData(100)]
    public void Choose_EstimateWithinTheLimit_IsExact(int dimension)
    {
        var points = new PointMatrix(PointClouds.Make("blobs", 5000, dimension, seed: 3), dimension);
        var graph = NeighborSearch.Choose(points, 5, new NeighborOptions { ExactSeconds = 1e9 }, surely: 0, new StageContext());
        Assert.Equal((NeighborMode.Exact, null), (graph.Mode, graph.Recall));
        Assert.InRange(graph.ExactSeconds!.Value, 1e-6, 1e3);
        Assert.Equal(ExactNeighbors.Find(points, 5, new StageContext()).Indices, graph.Indices);
        Assert.Empty(graph.Report.Notes());
    }

    [Fact]
    public void Choose_EstimateBeyondTheLimit_IsApproximateAndSaysWhy()
    {
        var points = new PointMatrix(PointClouds.Make("blobs", 5000, 6, seed: 3), 6);
        var graph = NeighborSearch.Choose(points, 5, new NeighborOptions { ExactSeconds = 0 }, surely: 0, new StageContext());
        Assert.Equal(NeighborMode.Approximate, graph.Mode);
        Assert.True(graph.Recall >= 0.99 && graph.ExactSeconds > 0);
        Assert.Equal(ApproximateNeighbors.Find(points, 5, 0.99, new StageContext()).Indices, graph.Indices);
        Assert.Contains(", as an exact search would take about ", Assert.Single(graph.Report.Notes()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "neighbours were found approximately, recall 0.994, as asked")]
    [InlineData(3.0, "neighbours were found approximately, recall 0.994, as an exact search would take about 10 s here")]
    [InlineData(64.0, "neighbours were found approximately, recall 0.994, as an exact search would take about 1 min here")]
    [InlineData(545.0, "neighbours were found approximately, recall 0.994, as an exact search would take about 9 min here")]
    [InlineData(10_000.0, "neighbours were found approximately, recall 0.994, as an exact search would take about 3 h here")]
    public void Notes_Approximate_SayWhyAndHowWell(double? seconds, string expected) =>
        Assert.Equal([expected], new NeighborReport(NeighborMode.Approximate, 0.9941, seconds).Notes());

    [Fact]
    public void Load_Saved_IsTheSame()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var points = new PointMatrix(PointClouds.Make("blobs", 50, 3, seed: 3), 3);
        var graph = ExactNeighbors.Find(points, 4, new StageContext()) with { Mode = NeighborMode.Approximate, Recall = 0.995, ExactSeconds = 75 };
        graph.Save(folder);
        var loaded = NeighborGraph.Load(folder);
        Assert.Equal((graph.Report, 50, 4), (loaded.Report, loaded.Count, loaded.K));
        Assert.Equal(graph.Distances, loaded.Distances);

        // As written before format 3.
        File.WriteAllText(Path.Combine(folder, "neighbors.json"), """{ "recall": null }""");
        Assert.Equal(new NeighborReport(NeighborMode.Exact, null, null), NeighborGraph.Load(folder).Report);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Find_MoreNeighborsThanRows_GivesAllOthers()
    {
        var points = PointClouds.Make("uniform", 5, 2, seed: 1);
        var graph = NeighborSearch.Find(new(points, 2), new NeighborOptions { K = 16 }, new StageContext());
        Assert.Equal(4, graph.K);
        AssertEqualsBruteForce(points, 2, 4, graph);
    }

    [Fact]
    public void Find_OneRow_HasNoNeighbors() => Assert.Equal(0, NeighborSearch.Find(new([1f, 2f], 2), new NeighborOptions(), new StageContext()).K);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void Find_AnyThreads_GivesTheSameBits(int threads)
    {
        var points = PointClouds.Make("blobs", 600, 12, seed: 9);
        var one = NeighborSearch.Find(new(points, 12), new NeighborOptions(), new StageContext { Threads = 1 });
        var many = NeighborSearch.Find(new(points, 12), new NeighborOptions(), new StageContext { Threads = threads });
        Assert.Equal(one.Indices, many.Indices);
        Assert.Equal(one.Distances, many.Distances);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Find_ValueNotFinite_NamesRowAndColumn(float value)
    {
        var points = PointClouds.Make("uniform", 10, 3, seed: 1);
        points[(4 * 3) + 2] = value;
        var error = Assert.Throws<InputException>(() => NeighborSearch.Find(new(points, 3), new NeighborOptions(), new StageContext()));
        Assert.Equal((5, "3"), (error.Row, error.Column));
    }

    [Fact]
    public void Find_NoRows_SaysSo() => Assert.Throws<InputException>(() => NeighborSearch.Find(new([], 3), new NeighborOptions(), new StageContext()));

    [Fact]
    public void Find_Cancelled_Stops()
    {
        var points = PointClouds.Make("uniform", 500, 3, seed: 1);
        var cancelled = new StageContext { Cancel = new CancellationToken(true) };
        Assert.ThrowsAny<OperationCanceledException>(() => NeighborSearch.Find(new(points, 3), new NeighborOptions(), cancelled));
    }

    [Theory]
    [InlineData(NeighborMode.Exact)]
    [InlineData(NeighborMode.Approximate)]
    public void Find_MoreMemoryNeededThanThereIs_SaysBothFiguresBeforeItBegins(NeighborMode mode)
    {
        var points = PointClouds.Make("uniform", 500, 30, seed: 1);
        var enough = NeighborSearch.BytesFor(500, 30, 16, maxPacked: long.MaxValue);
        Assert.Equal(16, NeighborSearch.Find(new(points, 30), new NeighborOptions { Mode = mode }, new StageContext { Memory = enough }).K);
        var little = new StageContext { Memory = 1_000 };
        var error = Assert.Throws<InputException>(() => NeighborSearch.Find(new(points, 30), new NeighborOptions { Mode = mode }, little));
        const string Expected = "^clustering 500 rows of 30 values by 16 neighbours needs about [12][0-9]{2}\\.[0-9] KB of memory and only 1\\.0 KB is free";
        Assert.Matches(Expected, error.Message);
    }

    [Fact]
    public void Need_MoreThanAnyMachineHas_IsRefused()
    {
        var bytes = NeighborSearch.BytesFor(2_000_000_000, 64, 1, maxPacked: long.MaxValue);
        var error = Assert.Throws<InputException>(() => new StageContext().RequireMemory(bytes, "clustering 2,000,000,000 rows"));
        Assert.Contains("needs about 948.0 GB of memory and only ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BytesFor_WideRowsPackedAsTheyAreSearched_StayBounded()
    {
        // What is left of wide rows are the centres of panels.
        Assert.Equal(NeighborSearch.BytesFor(1, 64, 10, maxPacked: 256) + 160, NeighborSearch.BytesFor(1, 1024, 10, maxPacked: 256));
        Assert.Equal(NeighborSearch.BytesFor(1, 16, 10, maxPacked: long.MaxValue), NeighborSearch.BytesFor(1, 16, 10, maxPacked: 256));
    }

    private static void AssertEqualsBruteForce(float[] points, int dimension, int k, NeighborGraph graph)
    {
        var count = points.Length / dimension;
        for (var i = 0; i < count; i++)
        {
            var expected = Enumerable.Range(0, count).Where(j => j != i)
                .Select(j => (Squared: PointMatrix.SquaredDistance(points.AsSpan(i * dimension, dimension), points.AsSpan(j * dimension, dimension)), Row: j))
                .Order().Take(k).ToArray();
            Assert.Equal(expected.Select(static e => e.Row), graph.Indices.Skip(i * k).Take(k));
            Assert.Equal(expected.Select(static e => (float)Math.Sqrt(e.Squared)), graph.Distances.Skip(i * k).Take(k));
        }
    }
}
