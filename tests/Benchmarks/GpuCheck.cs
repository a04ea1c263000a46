using System.Diagnostics;
using Investigator.Engine.Core;
using Investigator.Engine.Devices;
using Investigator.Engine.Hierarchy;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Neighbors.Gpu;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch;
using Investigator.Engine.VectorSearch.Gpu;
using Investigator.Engine.VectorSearch.Gpu.Kernels;

namespace Investigator.Benchmarks;

/// <summary>
/// What a GPU computes against what the CPU compute, to the bit. For a machine that has a GPU and its driver but no SDK, all in one file:
/// <c>dotnet publish tests/Benchmarks -c Release -p:ForCard=true -o GPU</c>, then <c>GPU/Investigator.Benchmarks gpu</c> there.
/// </summary>
internal static class GpuCheck
{
    /// <param name="rows">0 for the table of sizes.</param>
    /// <returns>Exit code: 0 all equal, 1 a difference, 2 no GPU.</returns>
    public static int OnGpu(int rows, int columns)
    {
        if (Accelerators.Cuda is not { } gpu)
        {
            Console.WriteLine($"No GPU to compute on: {Accelerators.Missing}.");
            return 2;
        }

        Console.WriteLine($"{Accelerators.NameOf(gpu)}, compute capability {gpu.Architecture}, driver {gpu.DriverVersion}");
        var target = GpuTarget.Current();
        if (Compare(target, scale: 50) is var code and not 0) return code;
        foreach (var size in rows > 0 ? [rows] : GpuTimes.Table) GpuTimes.Print(target, size, columns);
        return 0;
    }

    /// <param name="rows">Also goes the way of the table with so few rows, so that it is tried where no GPU is; 0 leaves it out.</param>
    /// <returns>Exit code: 0 all equal, 1 a difference.</returns>
    public static int OnThreads(int rows, int columns)
    {
        using var threads = Accelerators.OpenForTests();
        var gpu = new GpuTarget(threads, 1L << 30);
        Console.WriteLine("ILGPU's processor device: its results count, its seconds say nothing about a GPU");
        if (rows > 0) GpuTimes.Print(gpu, rows, columns);
        return Compare(gpu, scale: 1);
    }

    private static int Compare(GpuTarget gpu, int scale)
    {
        var equal = true;
        foreach (var shape in new Shape[] { new("clusters", 400, 32, 16), new("clusters", 350, 3, 10), new("clusters", 200, 100, 40), new("ties", 300, 8, 12) })
        {
            var context = new StageContext();
            var name = shape.Name;
            var columns = shape.Columns;
            var k = shape.K;
            var rows = shape.Rows * scale;
            var points = PlantedPoints.Make(rows, columns, seed: 3);
            if (name == "ties") points = new PointMatrix(Array.ConvertAll(points.Runs.Single().ToArray(), static v => MathF.Round(v / 8)), columns);
            var little = gpu with { Bytes = 2L * rows * columns };
            var cpu = ExactNeighbors.Find(points, k, context);
            equal &= Say($"neighbours, {name} {rows} x {columns}, k = {k}", () => Same(cpu, GpuExactNeighbors.Find(gpu, points, k, context)));
            equal &= Say($"neighbours in blocks, {name}", () => Same(cpu, GpuExactNeighbors.Find(little, points, k, context)));
            equal &= Say(
                $"neighbours by cell, {name}",
                () => SameDistances(cpu, GpuExactNeighbors.FindInCells<DotForm>(gpu, points, k, Halves(rows), context)));
            var tree = SpanningTreeBuilder.Build(points, cpu, Math.Min(k, 10), gpu: null, context);
            equal &= Say($"spanning tree, {name}", () => Same(tree, SpanningTreeBuilder.Build(points, cpu, Math.Min(k, 10), gpu, context)));
        }

        Console.WriteLine(equal ? "OK" : "FAIL");
        return equal ? 0 : 1;
    }

    private static bool Say(string what, Func<bool> check)
    {
        var start = Stopwatch.GetTimestamp();
        var equal = check();
        Console.WriteLine($"{(equal ? "OK  " : "FAIL")} {what} ({Stopwatch.GetElapsedTime(start).TotalSeconds:f2} s)");
        return equal;
    }

    private static bool Same(NeighborGraph a, NeighborGraph b) =>
        a.Indices.AsSpan().SequenceEqual(b.Indices) && a.Distances.AsSpan().SequenceEqual(b.Distances);

    /// <summary>A search by cell does not settle which of equally near points is listed.</summary>
    private static bool SameDistances(NeighborGraph a, NeighborGraph b) => a.Distances.AsSpan().SequenceEqual(b.Distances);

    private static bool Same(SpanningTree a, SpanningTree b) =>
        a.From.AsSpan().SequenceEqual(b.From) && a.To.AsSpan().SequenceEqual(b.To) && a.Weight.AsSpan().SequenceEqual(b.Weight);

    /// <summary>Two cells that search each other: the whole, in another order.</summary>
    private static GpuIvfLists Halves(int rows) =>
        new(new CompressedLists([0, rows / 2, rows], [.. Enumerable.Range(0, rows)]), CompressedLists.Of([[0, 1], [0, 1]]));

    private sealed record Shape(string Name, int Rows, int Columns, int K);
}
