using System.Diagnostics;
using Investigator.Engine.Clusters;
using Investigator.Engine.Compute;
using Investigator.Engine.Neighbors;

namespace Investigator.Benchmarks;

/// <summary>Times the whole way from a matrix to clusters after a small run that warms the code up.</summary>
internal static class CpuTimes
{
    public static void Print(int rows, int columns, NeighborMode mode)
    {
        var options = new ClusterOptions { MinClusterSize = 50, MinSamples = 10 };
        Hdbscan.Run(Data(3_000, columns, seed: 2), columns, options, new NeighborOptions { K = 10, Mode = mode }, new StageContext());
        var points = Data(rows, columns, seed: 1);
        var start = Stopwatch.GetTimestamp();
        var result = Hdbscan.Run(points, columns, options, new NeighborOptions { K = 10, Mode = mode }, new StageContext());
        var whole = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine($"{rows} x {columns}, {ComputeDevice.Cpu.Name}: {string.Join(", ", result.Seconds.Select(static s => $"{s.Key} {s.Value:f2} s"))}, whole {whole:f2} s, {result.Clustering.Clusters.Count} clusters");
        if (result.Neighbors.Recall is { } recall) Console.WriteLine($"recall of neighbours {recall:f4}");
        Console.WriteLine($"all pairs would be {2.0 * rows * rows * columns / result.Seconds["neighbors"] / 1e9:f0} GFLOP/s; peak memory {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:f0} MB");
    }

    /// <summary>20 Gaussian clusters of differing density and a fifth of uniform noise.</summary>
    private static float[] Data(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var centers = Enumerable.Range(0, 20 * columns).Select(_ => (random.NextDouble() * 20) - 10).ToArray();
        var spreads = Enumerable.Range(0, 20).Select(_ => 0.3 + (random.NextDouble() * 1.7)).ToArray();
        var points = new float[rows * columns];
        for (var i = 0; i < rows; i++)
        {
            var cluster = i % 5 == 4 ? -1 : random.Next(20);
            for (var j = 0; j < columns; j++)
            {
                points[(i * columns) + j] = cluster < 0
                    ? (float)((random.NextDouble() * 28) - 14)
                    : (float)(centers[(cluster * columns) + j] + (spreads[cluster] * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())));
            }
        }

        return points;
    }
}
