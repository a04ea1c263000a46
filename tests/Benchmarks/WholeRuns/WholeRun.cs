using System.Diagnostics;
using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Runs;
using Investigator.Engine.Simulation;
using Investigator.TestKit;

namespace Investigator.Benchmarks.WholeRuns;

/// <summary>A run of the simulated shop from files to results, by the executable in a process of its own.</summary>
/// <param name="Size">Transactions.</param>
/// <param name="Record">What the run wrote of itself.</param>
/// <param name="Seconds">Of the whole process, wall time.</param>
/// <param name="Cost">Of the whole process, as seen from outside every fifth of a second.</param>
/// <param name="Quality">Against the planted truth.</param>
/// <param name="Disk">What it keeps.</param>
internal sealed record WholeRun(int Size, RunRecord Record, double Seconds, ProcessCost Cost, RunQuality Quality, RunDisk Disk)
{
    /// <summary>The map is drawn after the run, by the same process.</summary>
    public required IReadOnlyList<StageRecord> Stages { get; init; }

    private const int ShopSeed = 21;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AtMost = TimeSpan.FromHours(6);

    /// <summary>Makes the shop where it is not there, then the run anew; one that was killed goes on from its last finished stage.</summary>
    /// <exception cref="InvalidOperationException">The process failed; with what it printed.</exception>
    public static async Task<WholeRun> MakeAsync(RunArguments asked, int size)
    {
        var name = size.ToString(CultureInfo.InvariantCulture);
        var (shop, folder) = (Path.Combine(asked.Work, "shops", name), Path.Combine(asked.Work, "runs", name));
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        if (!ShopSimulator.Signs.All(sign => File.Exists(Path.Combine(shop, sign))))
        {
            await RunAsync(asked.App, "generate", "--transactions", name, "--seed", ShopSeed.ToString(CultureInfo.InvariantCulture), "--out", shop);
        }

        string[] options = asked.Options is { } file ? ["--options", file] : [];
        var (seconds, cost) = await RunAsync(
            asked.App, ["run", "--transactions", Path.Combine(shop, "transactions.parquet"), "--events", Path.Combine(shop, "events.parquet"),
                "--mapping", Path.Combine(shop, "mapping.json"), "--out", folder, "--keep", "all", "--force", .. options]);
        var (run, dataset) = (new RunFolder(folder), new DatasetFolder(Path.Combine(folder, "dataset")).Open());
        var result = run.ReadResult();
        return new WholeRun(
            size, result.Record, seconds, cost, RunQuality.Of(Path.Combine(shop, ShopSimulator.Signs[0]), dataset, result, run), RunDisk.Of(run))
        {
            Stages = [.. result.Record.Stages, run.FindMapRecord()!.Cost],
        };
    }

    private static async Task<(double Seconds, ProcessCost Cost)> RunAsync(string app, params string[] arguments)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = AppProcess.StartAsShipped(app, [], arguments);
        var cost = default(ProcessCost);
        while (!process.HasExited)
        {
            await Task.Delay(Pause);
            cost = Look(process.Id) ?? cost;
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (await process.ExitAsync(AtMost) is not 0 and var code) throw new InvalidOperationException($"{arguments[0]} ended with {code}:\n{process.Output}");
        return (seconds, cost);
    }

    /// <returns>Null once the process has ended.</returns>
    private static ProcessCost? Look(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            var cost = new ProcessCost(process.TotalProcessorTime.TotalSeconds, process.PeakWorkingSet64);
            return cost.PeakBytes > 0 ? cost : null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
