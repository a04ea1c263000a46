using System.Diagnostics;
using System.Globalization;
using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;

namespace Investigator.Benchmarks;

/// <summary>Times the whole way from a matrix to clusters after a small run that warms the code up.</summary>
internal static class CpuTimes
{
    public static void Print(int rows, int columns, NeighborMode mode)
    {
        var options = new ClusterOptions { MinClusterSize = 50, MinSamples = 10 };
        Hdbscan.Run(PlantedPoints.Make(3_000, columns, seed: 2), options, new NeighborOptions { K = 10, Mode = mode }, new StageContext());
        var points = PlantedPoints.Make(rows, columns, seed: 1);
        var start = Stopwatch.GetTimestamp();
        var result = Hdbscan.Run(points, options, new NeighborOptions { K = 10, Mode = mode }, new StageContext { Progress = new EveryMinute() });
        var whole = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var stages = string.Join(", ", result.Seconds.Select(static s => $"{s.Key} {s.Value:f2} s"));
        Console.WriteLine($"{rows} x {columns}, {ComputeDevice.Cpu.Name}: {stages}, whole {whole:f2} s, {result.Clustering.Clusters.Count} clusters");
        if (result.Neighbors.Recall is { } recall) Console.WriteLine($"recall of neighbours {recall:f4}");
        var allPairs = 2.0 * rows * rows * columns / result.Seconds["neighbors"] / 1e9;
        Console.WriteLine($"all pairs would be {allPairs:f0} GFLOP/s; peak memory {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:f0} MB");
    }

    /// <summary>Tells on the error stream how far a long job has come.</summary>
    private sealed class EveryMinute : IProgress<StageProgress>
    {
        private readonly Lock _turn = new();
        private long _last = Stopwatch.GetTimestamp();

        public void Report(StageProgress value)
        {
            lock (_turn)
            {
                if (Stopwatch.GetElapsedTime(_last).TotalMinutes < 1) return;
                _last = Stopwatch.GetTimestamp();
            }

            var speed = string.Create(CultureInfo.InvariantCulture, $"{value.RowsPerSecond:n0} per second, {value.Remaining?.TotalMinutes:f0} minutes left");
            var done = string.Create(CultureInfo.InvariantCulture, $"{value.Done:n0} of {value.Total:n0} rows");
            Console.Error.WriteLine($"{value.Stage}: {done}, {speed}, {value.Note}");
        }
    }
}
