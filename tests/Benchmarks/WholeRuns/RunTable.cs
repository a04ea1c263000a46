using System.Diagnostics;
using System.Globalization;
using Investigator.Engine.Core;
using Investigator.TestKit;

namespace Investigator.Benchmarks.WholeRuns;

/// <summary>
/// The standard job: whole runs of the simulated shop, in Markdown. Each is told as it ends, so that a long one that is stopped loses no other.
/// </summary>
internal static class RunTable
{
    /// <returns>The process' exit code: 2 when an argument cannot be used, and then what is wrong with it stands on standard error.</returns>
    public static async Task<int> PrintAsync(IReadOnlyList<string> arguments)
    {
        try
        {
            await PrintAsync(RunArguments.Read(arguments));
            return 0;
        }
        catch (InputException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
    }

    private static async Task PrintAsync(RunArguments asked)
    {
        Console.WriteLine($"{MachineWords()}; build {CommitWords()}, {asked.App}");
        var runs = new List<WholeRun>();
        foreach (var size in asked.Sizes)
        {
            runs.Add(await WholeRun.MakeAsync(asked, size));
            SayStages(runs[^1]);
            SayDisk(runs[^1]);
            foreach (var ring in runs[^1].Quality.Rings.All.Where(static r => !r.IsPureOne)) Console.WriteLine($"  {ring}");
        }

        SayQuality(runs);
    }

    private static void SayStages(WholeRun run)
    {
        Console.WriteLine($"\n{run.Size:N0} transactions, {run.Record.Events:N0} events, load {LoadWords()}\n\n"
            + "| stage | wall s | processor s | peak MB |\n| --- | --- | --- | --- |");
        foreach (var stage in run.Stages) Row(stage.Stage, stage.Seconds, stage.CpuSeconds, stage.PeakBytes);
        Row("whole process", run.Seconds, run.Cost.CpuSeconds, run.Cost.PeakBytes);

        static void Row(string stage, double seconds, double? cpu, long peak) =>
            Console.WriteLine($"| {stage} | {Tenth(seconds)} | {(cpu is { } c ? Tenth(c) : "-")} | {peak / 1e6:0} |");
    }

    private static void SayDisk(WholeRun run)
    {
        Console.WriteLine("\n| kept | bytes a transaction | of which |\n| --- | --- | --- |");
        foreach (var level in Enum.GetValues<Retention>())
        {
            var largest = run.Disk.Files.Where(f => f.File.Level == level && f.Bytes >= run.Size).Select(f => $"{f.File.Name} {Each(f.Bytes)}");
            Console.WriteLine($"| {JsonName(level)} | {Each(run.Disk.At(level))} | {string.Join(", ", largest)} |");
        }

        Console.WriteLine($"| dataset | {Each(run.Disk.Dataset)} | |");

        string Each(long bytes) => ((double)bytes / run.Size).ToString("0", CultureInfo.InvariantCulture);
    }

    private static void SayQuality(List<WholeRun> runs)
    {
        Console.WriteLine("\n| transactions | wall s | processor s | peak MB | AUC of hidden outcomes | rings | one finding | of 95% purity "
            + "| found (risky too) | takeovers | pure | risky but innocent | look-alikes |\n|" + string.Concat(Enumerable.Repeat(" --- |", 13)));
        foreach (var run in runs)
        {
            var rings = run.Quality.Rings;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {run.Size:N0} | {run.Seconds:0} | {run.Cost.CpuSeconds:0} ")
                + string.Create(CultureInfo.InvariantCulture, $"| {run.Cost.PeakBytes / 1e6:0} | {run.Quality.Auc:0.000} | {rings.All.Count} | {rings.One} ")
                + $"| {rings.All.Count(static r => r.IsPureOne)} | {rings.Found} | {rings.Takeovers.Count()} "
                + $"| {rings.Takeovers.Count(static t => t.IsPure)} | {rings.InnocentRisky} | {rings.LookAlikeRisky} |");
        }
    }

    private static string Tenth(double seconds) => seconds.ToString("0.0", CultureInfo.InvariantCulture);

    private static string JsonName(Retention level) => level.ToString().ToLowerInvariant();

    private static string MachineWords()
    {
        var lines = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo") : [];
        var model = lines.FirstOrDefault(static l => l.StartsWith("model name", StringComparison.Ordinal));
        return $"{model?.Split(':', 2)[1].Trim() ?? "?"}, {ComputeDevice.Cpu.Name}";
    }

    private static string LoadWords() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "?";

    private static string CommitWords()
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", SourceTree.Root, "describe", "--always", "--dirty", "--exclude", "*"])
        {
            RedirectStandardOutput = true,
        })!;
        return git.StandardOutput.ReadToEnd().Trim();
    }
}
