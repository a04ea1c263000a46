using System.Diagnostics;
using System.Globalization;
using ILGPU.Runtime.Cuda;
using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Hierarchy;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Neighbors.Gpu;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch;
using Investigator.Engine.VectorSearch.Gpu;
using Investigator.Engine.VectorSearch.Gpu.Kernels;

namespace Investigator.Benchmarks;

/// <summary>Seconds, memory and share of the GPU's peak by size. Points are made beforehand and not timed.</summary>
internal static class GpuTimes
{
    private const int K = 16;

    private const int MinSamples = 10;

    /// <summary>Above so many rows the exact search is timed on fewer queries, and the whole is told by proportion, marked as such.</summary>
    private const int MostExact = 1 << 20;

    private const int TimedQueries = 1 << 18;

    private const double AskedRecall = 0.99;

    public static int[] Table { get; } = [1_000_000, 10_000_000, 100_000_000];

    public static void Print(GpuTarget gpu, int rows, int columns)
    {
        var values = (long)rows * columns;
        var host = values * sizeof(float) * 2;
        if (host > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows:n0} x {columns}: skipped, wants some {host / 1e9:f0} GB of memory here"));
            return;
        }

        var peak = gpu.Accelerator is CudaAccelerator cuda ? Peak(cuda) : 0;
        var points = PlantedPoints.Make(rows, columns, seed: 1);
        var lists = (long)rows * K * 8;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{rows:n0} x {columns}: points {values * 4 / 1e9:f2} GB, lists {lists / 1e9:f2} GB, the GPU's budget {gpu.Bytes / 1e9:f1} GB"));
        var queries = rows <= MostExact ? rows : TimedQueries;
        var seconds = Candidates(gpu, points, queries);
        var rate = 2.0 * queries * rows * columns / seconds;
        var share = peak > 0
            ? string.Create(CultureInfo.InvariantCulture, $", {100 * rate / peak:f0}% of the {peak / 1e12:f1} TFLOP/s that clock and cores give")
            : "";
        var whole = queries < rows ? string.Create(CultureInfo.InvariantCulture, $"; all rows by proportion {seconds * rows / queries:f0} s, not run") : "";
        Say($"exact, candidates of {queries:n0} queries", seconds, string.Create(CultureInfo.InvariantCulture, $"{rate / 1e12:f2} TFLOP/s{share}{whole}"));

        if (queries == rows) Whole("whole exact job", points, () => GpuExactNeighbors.Find(gpu, points, K, new StageContext()), gpu);
        Whole("whole approximate job", points, () => GpuApproximateNeighbors.Find(gpu, points, K, AskedRecall, new StageContext()), gpu);
    }

    /// <summary>From the matrix in host memory to labels.</summary>
    private static void Whole(string job, PointMatrix points, Func<NeighborGraph> neighbors, GpuTarget gpu)
    {
        var start = Stopwatch.GetTimestamp();
        var graph = Time("neighbours", neighbors);
        var tree = Time("spanning tree", () => SpanningTreeBuilder.Build(points, graph, MinSamples, gpu, new StageContext()));
        var options = new ClusterOptions { MinClusterSize = 50, MinSamples = MinSamples };
        var clustering = Time("clusters", () => DensityClusters.Find(tree, options, new StageContext()));
        var recall = graph.Recall is { } share ? string.Create(CultureInfo.InvariantCulture, $", recall {share:f4}") : "";
        var memory = Process.GetCurrentProcess().PeakWorkingSet64 / 1e9;
        var found = string.Create(CultureInfo.InvariantCulture, $"{clustering.Clusters.Count} clusters{recall}; peak memory of the process {memory:f1} GB");
        Say(job, Stopwatch.GetElapsedTime(start).TotalSeconds, found);
    }

    /// <summary>Exact neighbours of rows spread over all, timed up to the candidates' arrival on the host.</summary>
    private static double Candidates(GpuTarget gpu, PointMatrix points, int count)
    {
        var rows = points.Count;
        var chosen = Enumerable.Range(0, count).Select(q => (int)((long)q * rows / count)).ToList();
        var layout = GpuPanelLayout.Whole(rows);
        var queries = GpuQueries.Of(chosen, gpu.Align, layout);
        var start = Stopwatch.GetTimestamp();
        using var search = new GpuPanelSearch<DotForm, NoFilter>(gpu, points, new float[points.Dimension], layout, TopK.CapacityFor(K), new StageContext());
        search.Run(queries, static _ => { });
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static T Time<T>(string stage, Func<T> work)
    {
        var start = Stopwatch.GetTimestamp();
        var result = work();
        Say(stage, Stopwatch.GetElapsedTime(start).TotalSeconds, "");
        return result;
    }

    private static void Say(string stage, double seconds, string more) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {stage}: {seconds:f2} s {more}").TrimEnd());

    /// <summary>Float32 operations per second: multiprocessors x cores x clock x 2; 0 for an architecture not known here.</summary>
    private static double Peak(CudaAccelerator gpu)
    {
        var cores = (gpu.Architecture.Major, gpu.Architecture.Minor) switch
        {
            (6, 0) or (7, _) or (8, 0) => 64,
            (6, _) or (8, _) or (9, _) or (10, _) or (12, _) => 128,
            _ => 0,
        };
        return 2.0 * gpu.NumMultiprocessors * cores * gpu.ClockRate * 1e6;
    }
}
