using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Neighbors.Gpu;
using Investigator.Engine.Tables;
using Investigator.Engine.Tests.Devices;
using Investigator.Engine.VectorSearch;
using Investigator.Engine.VectorSearch.Gpu;
using Investigator.Engine.VectorSearch.Gpu.Kernels;

namespace Investigator.Engine.Tests.Neighbors.Gpu;

public class GpuExactNeighborsOnProcessorTests : GpuExactNeighborsTests
{
    private protected override GpuTarget Gpu(long bytes) => TestGpus.Processor(bytes);
}

public class GpuExactNeighborsOnCudaTests : GpuExactNeighborsTests
{
    private protected override GpuTarget Gpu(long bytes) => TestGpus.Cuda(bytes);
}

/// <summary>The same tests on every device: the graph equals the CPU's.</summary>
public abstract class GpuExactNeighborsTests
{
    private protected abstract GpuTarget Gpu(long bytes);

    [Theory]
    [InlineData("uniform", 333, 1, 5)]
    [InlineData("uniform", 400, 3, 10)]
    [InlineData("blobs", 300, 16, 16)]
    [InlineData("blobs", 260, 64, 8)]
    [InlineData("uniform", 200, 100, 7)]
    [InlineData("uniform", 64, 17, 5)]
    [InlineData("uniform", 65, 2, 5)]
    [InlineData("uniform", 2, 2, 1)]
    [InlineData("blobs", 300, 5, 100)]
    [InlineData("far", 300, 8, 16)]
    [InlineData("duplicates", 300, 4, 20)]
    [InlineData("equal", 150, 5, 16)]
    [InlineData("outlier", 200, 6, 60)]
    [InlineData("grid", 256, 4, 12)]
    [InlineData("line", 200, 2, 3)]
    public void Find_AnyShape_EqualsTheCpu(string shape, int count, int dimension, int k)
    {
        var points = PointClouds.Make(shape, count, dimension, seed: 5);
        var matrix = new PointMatrix(points, dimension);
        AssertEqual(ExactNeighbors.Find(matrix, k, new StageContext()), GpuExactNeighbors.Find(Gpu(TestGpus.Plenty), matrix, k, new StageContext()));
    }

    [Theory]
    [InlineData("blobs", 0)]
    [InlineData("blobs", 40_000)]
    [InlineData("duplicates", 0)]
    public void Find_LittleMemory_StreamsBlocksAndEqualsTheCpu(string shape, long bytes)
    {
        var points = PointClouds.Make(shape, 330, 7, seed: 3);
        AssertEqual(ExactNeighbors.Find(new(points, 7), 6, new StageContext()), GpuExactNeighbors.Find(Gpu(bytes), new(points, 7), 6, new StageContext()));
    }

    [Fact]
    public void Find_Twice_GivesTheSameBits()
    {
        var points = PointClouds.Make("blobs", 250, 9, seed: 2);
        AssertEqual(Find(new StageContext()), Find(new StageContext { Threads = 1 }));

        NeighborGraph Find(StageContext context) => GpuExactNeighbors.Find(Gpu(TestGpus.Plenty), new(points, 9), 5, context);
    }

    [Fact]
    public void Find_Cancelled_Stops()
    {
        var points = new PointMatrix(PointClouds.Make("uniform", 200, 3, seed: 1), 3);
        var cancelled = new StageContext { Cancel = new CancellationToken(true) };
        Assert.ThrowsAny<OperationCanceledException>(() => GpuExactNeighbors.Find(Gpu(TestGpus.Plenty), points, 5, cancelled));
    }

    [Fact]
    public void Find_CoordinatesBeyondFloat32Squares_NamesARow()
    {
        var points = PointClouds.Make("uniform", 70, 2, seed: 1);
        points[5] = 1e30f;
        Assert.NotNull(Assert.Throws<InputException>(() => GpuExactNeighbors.Find(Gpu(TestGpus.Plenty), new(points, 2), 69, new StageContext())).Row);
    }

    [Theory]
    [InlineData(TestGpus.Plenty)]
    [InlineData(0)]
    public void FindInCells_AllCellsProbed_EqualsTheCpu(long bytes)
    {
        var points = PointClouds.Make("blobs", 300, 6, seed: 4);
        var cells = Cells(points, 6, 5, static (_, _) => true);
        var matrix = new PointMatrix(points, 6);
        var found = GpuExactNeighbors.FindInCells<DotForm>(Gpu(bytes), matrix, 9, cells, new StageContext());
        AssertEqual(ExactNeighbors.Find(matrix, 9, new StageContext()), found);
    }

    [Theory]
    [InlineData(TestGpus.Plenty)]
    [InlineData(0)]
    public void FindInCells_SomeCellsProbed_FindsTheNearestOfThose(long bytes)
    {
        const int K = 6;
        var points = PointClouds.Make("uniform", 400, 3, seed: 6);
        var cells = Cells(points, 3, 7, static (of, probe) => probe <= of && of - probe <= 1);
        var cellOf = CellOf(cells);
        var graph = GpuExactNeighbors.FindInCells<DotForm>(Gpu(bytes), new(points, 3), K, cells, new StageContext());
        for (var i = 0; i < 400; i++)
        {
            var expected = Enumerable.Range(0, 400).Where(j => j != i && cellOf[j] <= cellOf[i] && cellOf[i] - cellOf[j] <= 1)
                .Select(j => (PointMatrix.SquaredDistance(points.AsSpan(i * 3, 3), points.AsSpan(j * 3, 3)), Row: j)).Order().Take(K).Select(static e => e.Row);
            Assert.Equal(expected, graph.Indices.Skip(i * K).Take(K));
        }
    }

    [Fact]
    public void FindInCells_CellsTooSmallForK_SearchesEverywhere()
    {
        var points = PointClouds.Make("uniform", 90, 2, seed: 7);
        var cells = Cells(points, 2, 45, static (of, probe) => of == probe);
        var found = GpuExactNeighbors.FindInCells<DotForm>(Gpu(TestGpus.Plenty), new(points, 2), 10, cells, new StageContext());
        AssertEqual(ExactNeighbors.Find(new(points, 2), 10, new StageContext()), found);
    }

    [Theory]
    [InlineData("blobs", 700, 6, 0.9)]
    [InlineData("uniform", 600, 3, 0.97)]
    [InlineData("uniform", 500, 12, 1)]
    [InlineData("far", 600, 8, 0.9)]
    [InlineData("duplicates", 600, 4, 0.9)]
    [InlineData("equal", 300, 5, 0.99)]
    [InlineData("outlier", 600, 6, 0.95)]
    public void FindByCells_AnyShape_ReachesTheRecallItSays(string shape, int count, int dimension, double recall)
    {
        var points = PointClouds.Make(shape, count, dimension, seed: 5);
        var graph = GpuApproximateNeighbors.Find(Gpu(TestGpus.Plenty), new(points, dimension), 7, recall, cells: 12, new StageContext());
        var exact = ExactNeighbors.Find(new(points, dimension), 7, new StageContext());
        Assert.InRange(graph.Recall!.Value, recall, 1);
        var found = 0;
        for (var i = 0; i < graph.Distances.Length; i++)
        {
            Assert.Equal(new PointMatrix(points, dimension).Distance(i / 7, graph.Indices[i]), graph.Distances[i]);
            found += graph.Distances[i] <= exact.Distances[(i / 7 * 7) + 6] ? 1 : 0;
        }

        // All rows were sampled, and every second one measured.
        Assert.InRange(found / (double)graph.Distances.Length, graph.Recall.Value - 0.03, 1);
    }

    [Fact]
    public void FindByCells_FewRows_IsExact()
    {
        var points = PointClouds.Make("blobs", 120, 4, seed: 5);
        var found = GpuApproximateNeighbors.Find(Gpu(TestGpus.Plenty), new(points, 4), 5, 0.9, new StageContext());
        AssertEqual(ExactNeighbors.Find(new(points, 4), 5, new StageContext()), found);
    }

    /// <summary>Cells of equal length along the first coordinate.</summary>
    private static GpuIvfLists Cells(float[] points, int dimension, int cells, Func<int, int, bool> probed)
    {
        var count = points.Length / dimension;
        int[] order = [.. Enumerable.Range(0, count).OrderBy(i => points[i * dimension])];
        int[] starts = [.. Enumerable.Range(0, cells + 1).Select(c => (int)((long)c * count / cells))];
        var probes = Enumerable.Range(0, cells).Select(c => Enumerable.Range(0, cells).Where(p => probed(c, p)).ToArray()).ToArray();
        return new GpuIvfLists(new CompressedLists(starts, order), CompressedLists.Of(probes));
    }

    private static int[] CellOf(GpuIvfLists cells)
    {
        var of = new int[cells.Rows.Items.Length];
        for (var c = 0; c < cells.Cells; c++)
        {
            foreach (var row in cells.Rows[c]) of[row] = c;
        }

        return of;
    }

    private static void AssertEqual(NeighborGraph expected, NeighborGraph actual)
    {
        Assert.Equal((expected.Count, expected.K), (actual.Count, actual.K));
        Assert.Equal(expected.Indices, actual.Indices);
        Assert.Equal(expected.Distances, actual.Distances);
    }
}
