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
        using var watch = new PeakWatch();
        var start = Stopwatch.GetTimestamp();
        var result = Hdbscan.Run(points, options, neighbors, new StageContext());
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var peak = watch.Stop();
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

    /// <summary>The most memory held while it watches: the process's own peak would include the small run and the file.</summary>
    private sealed class PeakWatch : IDisposable
    {
        private readonly Timer _timer;
        private long _peak;

        public PeakWatch() => _timer = new Timer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(5));

        public long Stop()
        {
            Look();
            return _peak;
        }

        public void Dispose() => _timer.Dispose();

        private void Look() => _peak = Math.Max(_peak, Resident());
    }
}
