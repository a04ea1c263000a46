using System.Diagnostics;
using Investigator.TestKit;

namespace Investigator.App.Tests.Runs;

/// <summary>The real executable on a disk of a few megabytes, mounted in a namespace of the test's own; skipped where the system allows no such
/// thing.</summary>
public class FullDiskTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(3);

    /// <summary>Room for the load's start; for some stages; for most of them.</summary>
    [Theory]
    [InlineData("64k")]
    [InlineData("1500k")]
    [InlineData("4m")]
    public async Task Run_OnAFullDisk_SaysSoAndGoesOnWhenThereIsRoom(string size)
    {
        using var folder = new TempFolder();
        using (var generate = AppProcess.Start("generate", "--transactions", "2500", "--out", folder.File("shop"))) Assert.Equal(
            0, await generate.ExitAsync(Long));
        var run = $"run --transactions {folder.File("shop/transactions.parquet")} --events {folder.File("shop/events.parquet")} --mapping "
            + $"{folder.File("shop/mapping.json")} --out {folder.File("disk/out")}";
        await CheckAsync(folder, size, run, then: $"cp {folder.File("disk/out/run.json")} {folder.File("kept.json")}");
        Assert.True(new FileInfo(folder.File("kept.json")).Length > 0);
    }

    /// <summary>Too small for the database; for its rows after the load; for its rows in the middle of the run.</summary>
    [Theory]
    [InlineData("120k")]
    [InlineData("1500k")]
    [InlineData("4m")]
    public async Task Demo_OnAFullDisk_SaysSoAndGoesOnWhenThereIsRoom(string size)
    {
        using var folder = new TempFolder();
        await CheckAsync(folder, size, $"demo --no-serve --transactions 2500 --data {folder.File("disk")}", then: "true");
    }

    private static async Task CheckAsync(TempFolder folder, string size, string arguments, string then)
    {
        var disk = Directory.CreateDirectory(folder.File("disk")).FullName;
        Assert.SkipUnless(await ShellAsync($"mount -t tmpfs -o size=1m tmpfs {disk}") is (0, _), "no mounts of one's own here");
        var app = $"dotnet exec {AppProcess.Assembly} {arguments}";
        var (code, output) = await ShellAsync(
            $"mount -t tmpfs -o size={size} tmpfs {disk} && "
            + $"{{ {app}; echo \"exit $?\"; mount -o remount,size=400m {disk}; echo --- more room; {app} && {then}; }}");
        Assert.True(code == 0, output);
        var (full, roomy) = (output.Split("--- more room")[0], output.Split("--- more room")[1]);
        Assert.Contains("The disk is full", full, StringComparison.Ordinal);
        Assert.Contains("exit 1", full, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", full, StringComparison.Ordinal);
        Assert.Contains("risky", roomy, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output)> ShellAsync(string script)
    {
        var start = new ProcessStartInfo("unshare", ["--map-root-user", "--mount", "bash", "-c", script + " 2>&1"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, output);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (-1, e.Message);
        }
    }
}
