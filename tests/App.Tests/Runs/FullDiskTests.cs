using System.Diagnostics;
using Investigator.Access;
using Investigator.Composition;
using Investigator.Engine.Core;
using Investigator.Execution;
using Investigator.Runs;
using Investigator.Storage;
using Investigator.Storage.Database;
using Investigator.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Runs;

/// <summary>The real executable on a disk of a megabyte or two, mounted in a namespace of its own; skipped where the system allows none.</summary>
public class FullDiskTests
{
    /// <summary>Room for the load's start; for some stages; for most of them.</summary>
    [Theory]
    [InlineData("64k")]
    [InlineData("600k")]
    [InlineData("1300k")]
    public async Task Run_OnAFullDisk_SaysSoAndGoesOnWhenThereIsRoom(string size)
    {
        using var folder = new TempFolder();
        var run = $"{string.Join(' ', new RunBuilder().RunArguments())} --out {folder.File("disk/out")}";
        await CheckAsync(folder, size, run, then: $"cp {folder.File("disk/out/run.json")} {folder.File("kept.json")}");
        Assert.True(new FileInfo(folder.File("kept.json")).Length > 0);
    }

    /// <summary>Too small for the database; for its rows after the load; for its rows in the middle of the run.</summary>
    [Theory]
    [InlineData("120k")]
    [InlineData("1500k")]
    [InlineData("2500k")]
    public async Task Demo_OnAFullDisk_SaysSoAndGoesOnWhenThereIsRoom(string size)
    {
        using var folder = new TempFolder();
        await CheckAsync(folder, size, $"demo --no-serve --transactions 1000 --data {folder.File("disk")}", then: "true");
    }

    /// <summary>A server with a finished run, and one in the queue for which there is no room.</summary>
    [Fact]
    public async Task Serve_OnAFullDisk_AnswersSoAndTakesTheRunUpAgainByItself()
    {
        using var folder = new TempFolder();
        var (prepared, disk) = (folder.File("prepared"), Directory.CreateDirectory(folder.File("disk")).FullName);
        Assert.SkipUnless(await ShellAsync($"mount -t tmpfs -o size=1m tmpfs {disk} && curl --version") is (0, _), "no mounts of one's own, or no curl, here");
        await PrepareAsync(prepared);
        var curl = $"curl -s -H 'Cookie: {await SignInAsync(prepared)}'";
        var (url, size) = (AppProcess.FreeUrl(), Directory.GetFiles(prepared, "*", SearchOption.AllDirectories).Sum(static f => new FileInfo(f).Length + 4096));
        var select = $"{curl} -w '\n%{{http_code}} %{{content_type}}\n' -H 'Content-Type: application/json' -d '{{\"shape\":\"cluster\",\"cluster\":-1}}'";
        var (code, output) = await ShellAsync($$"""
            mount -t tmpfs -o size={{size + 900_000}} tmpfs {{disk}} && cp -a {{prepared}}/. {{disk}}
            sees() { for i in $(seq 600); do {{curl}} {{url}}$1 | grep -qF "$2" && echo "seen: $2" && return; sleep 0.2; done; echo "not seen: $2"; }
            DOTNET_TieredPGO=0 DOTNET_TC_QuickJitForLoops=1 dotnet exec {{AppProcess.Assembly}} serve --data {{disk}} --url {{url}} & served=$!
            sees /runs/2 'Waiting for room on the disk'
            dd if=/dev/zero of={{disk}}/imports/fill bs=4096 2> /dev/null
            {{select}} {{url}}/api/runs/1/selections
            rm {{disk}}/imports/fill; mount -o remount,size=400m {{disk}}
            sees /runs/2 '/findings?run=2'
            {{select}} {{url}}/api/runs/1/selections
            kill $served; wait $served
            """);
        Assert.True(code == 0, output);
        Assert.DoesNotContain("not seen", output, StringComparison.Ordinal);
        Assert.Contains("507 application/problem+json", output, StringComparison.Ordinal);
        Assert.Contains("The disk is full", output, StringComparison.Ordinal);
        Assert.Contains("201 application/json", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    /// <summary>The cookie of someone who signed in while there was room.</summary>
    private static async Task<string> SignInAsync(string path)
    {
        using var data = DataFolder.Open(path);
        await using var app = await WebServer.BuildAsync(data, AppProcess.FreeUrl());
        var cookie = await SignedIn.CookieAsync(app.Services);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        return cookie;
    }

    [Fact]
    public void Is_NoRoomToReserveForAFile_IsAFullDisk()
    {
        var said = new IOException("Failed to create '/data/feature-catalog.json' with allocation size '17341' because the disk was full.");
        Assert.True(FullDisk.Is(said));
        Assert.False(FullDisk.Is(new IOException("Could not find file '/data/feature-catalog.json'.")));
    }

    /// <summary>The words that DuckDB has for it: <c>TableConnectionTests</c> provokes them.</summary>
    [Fact]
    public void Is_MoreSpilledThanTablesMay_IsAFullDisk()
    {
        const string Size = "block of size 192.0 KiB (47.5 MiB/47.6 MiB used).";
        Assert.True(FullDisk.Is(new InvalidOperationException($"Out of Memory Error: failed to offload data {Size}")));
        Assert.False(FullDisk.Is(new InvalidOperationException($"Out of Memory Error: could not allocate {Size}")));
    }

    /// <summary>Numbers mean other things from system to system: 39 is a full disk on Windows and a folder that is not empty on Linux.</summary>
    [Fact]
    public void Is_AnotherSystemsNumber_IsNoFullDisk()
    {
        var (own, others) = OperatingSystem.IsWindows() ? (new[] { 112, 39 }, new[] { 28 }) : ([28], [39, 112]);
        Assert.All(own, number => Assert.True(FullDisk.Is(new IOException("", number))));
        Assert.All(others, number => Assert.False(FullDisk.Is(new IOException("", number))));
    }

    private static async Task PrepareAsync(string folder)
    {
        using var data = DataFolder.Open(folder);
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddStore(data).AddRuns().AddImports()
            .BuildServiceProvider();
        await services.MigrateStoreAsync();
        await using (var scope = services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<StartupRecovery>().RunAsync();
            var copies = new RunCopies(scope.ServiceProvider);
            var dataset = await copies.AddDatasetAsync();
            await copies.AddFinishedRunAsync(dataset);
            await scope.ServiceProvider.GetRequiredService<StartRun>().HandleAsync(Actor.Local, dataset, new RunBuilder().Options with { Seed = 2 });
        }

        foreach (var made in (string[])[.. Directory.GetDirectories(data.Datasets), .. Directory.GetDirectories(data.Runs)])
        {
            OwnedFolder.Mark(made, FolderUse.Kept, data.Installation);
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    private static async Task CheckAsync(TempFolder folder, string size, string arguments, string then)
    {
        var disk = Directory.CreateDirectory(folder.File("disk")).FullName;
        Assert.SkipUnless(await ShellAsync($"mount -t tmpfs -o size=1m tmpfs {disk}") is (0, _), "no mounts of one's own here");
        var app = $"DOTNET_TieredPGO=0 DOTNET_TC_QuickJitForLoops=1 dotnet exec {AppProcess.Assembly} {arguments}";
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
