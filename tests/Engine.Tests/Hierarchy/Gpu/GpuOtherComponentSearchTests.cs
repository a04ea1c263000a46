using Investigator.Engine.Core;
using Investigator.Engine.Hierarchy;
using Investigator.Engine.Hierarchy.Boruvka;
using Investigator.Engine.Hierarchy.Gpu;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tests.Devices;
using Investigator.Engine.Tests.Neighbors;
using Investigator.Engine.VectorSearch.Gpu;

namespace Investigator.Engine.Tests.Hierarchy.Gpu;

public class GpuOtherComponentSearchOnProcessorTests : GpuOtherComponentSearchTests
{
    private protected override GpuTarget Gpu(long bytes) => TestGpus.Processor(bytes);
}

public class GpuOtherComponentSearchOnCudaTests : GpuOtherComponentSearchTests
{
    private protected override GpuTarget Gpu(long bytes) => TestGpus.Cuda(bytes);
}

/// <summary>The same on every device: its answers are those of the CPU.</summary>
public abstract class GpuOtherComponentSearchTests
{
    private protected abstract GpuTarget Gpu(long bytes);

    [Theory]
    [InlineData("uniform", 400, 3, 2)]
    [InlineData("uniform", 400, 3, 40)]
    [InlineData("blobs", 300, 16, 7)]
    [InlineData("blobs", 200, 70, 5)]
    [InlineData("far", 300, 8, 5)]
    [InlineData("duplicates", 300, 4, 9)]
    [InlineData("equal", 150, 5, 3)]
    [InlineData("grid", 256, 4, 6)]
    [InlineData("outlier", 200, 6, 3)]
    public void Nearest_AnyShape_EqualsTheCpu(string shape, int count, int dimension, int components)
    {
        var points = PointClouds.Make(shape, count, dimension, seed: 5);
        var component = new int[count];
        for (var i = 0; i < count; i++) component[i] = i * components / count;
        AssertEqual(points, dimension, component, bounded: false, TestGpus.Plenty);
        AssertEqual(points, dimension, component, bounded: true, TestGpus.Plenty);
    }

    [Theory]
    [InlineData("blobs", 400, 16)]
    [InlineData("noisy", 500, 12)]
    public void Nearest_ComponentsApart_EqualsTheCpu(string shape, int count, int dimension)
    {
        var points = PointClouds.Make(shape, count, dimension, seed: 6);
        int[] component = [.. Enumerable.Range(0, count).Select(static i => i % 5)];
        AssertEqual(points, dimension, component, bounded: true, TestGpus.Plenty);
        AssertEqual(points, dimension, component, bounded: false, TestGpus.Plenty);
    }

    [Theory]
    [InlineData("blobs")]
    [InlineData("grid")]
    public void Nearest_LittleMemory_StreamsBlocksAndEqualsTheCpu(string shape)
    {
        var points = PointClouds.Make(shape, 330, 4, seed: 3);
        AssertEqual(points, 4, [.. Enumerable.Range(0, points.Length / 4).Select(static i => i % 3)], bounded: false, 20_000);
    }

    [Fact]
    public void Nearest_SecondRound_GoesByTheNewComponents()
    {
        float[] points = [0, 1, 3, 7, 15, 31];
        using var outside = new GpuOtherComponentSearch(Gpu(TestGpus.Plenty), new(points, 1), new float[6], new StageContext());
        var meter = new StageContext().Start("hierarchy", 1);
        var bounds = new float[] { float.PositiveInfinity };
        int[] component = [0, 1, 2, 3, 4, 5];
        outside.Refresh(component);
        Assert.Equal((1, 1f), Assert.Single(outside.Nearest([0], bounds, component, meter)));
        component = [0, 0, 0, 3, 4, 5];
        outside.Refresh(component);
        Assert.Equal((3, 7f), Assert.Single(outside.Nearest([0], bounds, component, meter)));
        Assert.Equal((-1, 6f), Assert.Single(outside.Nearest([0], [6f], component, meter)));
        Assert.Equal((3, 7f), Assert.Single(outside.Nearest([0], [7f], component, meter)));
    }

    private void AssertEqual(float[] points, int dimension, int[] component, bool bounded, long bytes)
    {
        var count = component.Length;
        var graph = NeighborSearch.Find(new(points, dimension), new NeighborOptions { K = 5 }, new StageContext());
        var core = CoreDistances.Of(graph, 5);
        List<int> rows = [.. Enumerable.Range(0, count).Where(static i => i % 3 != 1)];
        var bounds = new float[rows.Count];
        for (var q = 0; q < bounds.Length; q++) bounds[q] = bounded ? 1.5f * graph.Distances[((rows[q] + 1) * graph.K) - 1] : float.PositiveInfinity;
        var meter = new StageContext().Start("hierarchy", 1);
        using var cores = new OtherComponentSearch(new(points, dimension), core, new StageContext());
        using var gpu = new GpuOtherComponentSearch(Gpu(bytes), new(points, dimension), core, new StageContext());
        cores.Refresh(component);
        gpu.Refresh(component);
        Assert.Equal(cores.Nearest(rows, bounds, component, meter), gpu.Nearest(rows, bounds, component, meter));
    }
}
