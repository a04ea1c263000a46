using System.Diagnostics;
using System.Text.Json;
using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;

namespace Investigator.Benchmarks;

/// <summary>
/// This engine on one matrix, told as a peer tells it: one line of JSON. Reading the file is not timed, nor is the compiling of the code, which a small run
/// before provokes.
/// </summary>
internal static class OwnRun
{
    public static int Print(string matrix, int minClusterSize, int minSamples, NeighborMode mode, string labels)
    {
        var options = new ClusterOptions { MinClusterSize = minClusterSize, MinSamples = minSamples };
        var neighbors = new NeighborOptions { K = minSamples, Mode = mode };
        var points = NpyFile.ReadMatrix(matrix);
        var rows = points.Count;

        // Enough rows for the inverted file's code as well.
        var few = Math.Min(rows, 6_000);
        Hdbscan.Run(points.Slice(0, few), options, neighbors, new StageContext());
        GC.Collect();
        var before = Resident();
        using var meter = CostMeter.Start();
        var start = Stopwatch.GetTimestamp();
        var result = Hdbscan.Run(points, options, neighbors, new StageContext());
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var peak = meter.Stop().PeakBytes;
        NpyFile.Write<int>(labels, result.Clustering.Labels, rows);
        Console.WriteLine(JsonSerializer.Serialize(
            new PeerResult
            {
                Name = mode == NeighborMode.Exact ? "exact" : "approximate",
                Seconds = seconds,
                PeakMb = Process.GetCurrentProcess().PeakWorkingSet64 / 1e6,
                NeighborSeconds = result.Seconds["neighbors"],
                HierarchySeconds = result.Seconds["hierarchy"],
                BytesARow = Math.Max(0, peak - before) / (double)rows,
                Recall = result.Neighbors.Recall,
            },
            PeerResult.Json));
        return 0;
    }

    /// <summary>Asked without allocating: what a look leaves behind would be measured too.</summary>
    private static long Resident() => Environment.WorkingSet;
}
