using System.Security.Cryptography;
using Investigator.Datasets;
using Investigator.Engine;
using Investigator.Engine.Core;
using Investigator.Findings;
using Investigator.Runs;
using Investigator.Storage.Database;
using Investigator.TestKit;
using Microsoft.EntityFrameworkCore;

namespace Investigator.App.Tests.Runs;

public class KilledRunTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Demo_KilledAtEveryStage_ResumesToTheSameResult()
    {
        using var calm = new TempFolder();
        using var stormy = new TempFolder();
        using (var undisturbed = Demo(calm)) Assert.Equal(0, await undisturbed.ExitAsync(Long));

        foreach (var stage in (string[])["generate", "ingest", .. Pipeline.Stages])
        {
            if (await KillAtAsync(() => Demo(stormy), stage)) continue;

            // The kill before this one came so late that the run was whole: this stage gets a run of its own.
            using var alone = new TempFolder();
            Assert.True(await KillAtAsync(() => Demo(alone), stage), stage);
            using (var last = Demo(alone)) Assert.Equal(0, await last.ExitAsync(Long));
            Assert.Equal(Results(calm), Results(alone));
        }

        using (var last = Demo(stormy)) Assert.Equal(0, await last.ExitAsync(Long));
        Assert.Equal(Results(calm), Results(stormy));
        await using var store = Store(stormy);
        var run = Assert.Single(await store.Runs.ToListAsync());
        Assert.Equal(RunStatus.Finished, run.Status);
        Assert.True(run.Resumed > 0);
        Assert.Equal(run.ClusterCount, await store.Findings.CountAsync());
        Assert.Single(await store.Datasets.ToListAsync());
        Assert.Equal([Path.Combine(stormy.Path, "demo", "runs", run.Folder)], Directory.GetDirectories(Path.Combine(stormy.Path, "demo", "runs")));
        Assert.Single(Directory.GetDirectories(Path.Combine(stormy.Path, "demo", "datasets")));
    }

    [Fact]
    public async Task Run_KilledAtEveryStage_ResumesToTheSameResult()
    {
        using var folder = new TempFolder();
        using (var undisturbed = Run(folder, "calm")) Assert.True(await undisturbed.ExitAsync(Long) == 0, undisturbed.Output);

        foreach (var stage in (string[])["ingest", .. Pipeline.Stages])
        {
            if (!await KillAtAsync(() => Run(folder, "stormy"), stage))
            {
                Assert.True(File.Exists(KnownFiles.Record.In(folder.File("stormy"))));
                Assert.True(await KillAtAsync(() => Run(folder, "alone-" + stage), stage), stage);
            }

            // A result is there whole or not at all.
            Assert.Equal(Directory.Exists(folder.File("stormy")), File.Exists(KnownFiles.Record.In(folder.File("stormy"))));
        }

        if (!Directory.Exists(folder.File("stormy")))
        {
            using var last = Run(folder, "stormy");
            Assert.True(await last.ExitAsync(Long) == 0, last.Output);
        }

        Assert.False(Directory.Exists(folder.File("stormy.partial")) && !File.Exists(KnownFiles.Record.In(folder.File("stormy"))));
        foreach (var file in (StoredFile[])[KnownFiles.Findings, KnownFiles.Clusters, KnownFiles.Rules, KnownFiles.RulesSql,
            KnownFiles.Narratives, KnownFiles.Rejects])
        {
            Assert.Equal(await File.ReadAllTextAsync(file.In(folder.File("calm"))), await File.ReadAllTextAsync(file.In(folder.File("stormy"))));
        }
    }

    /// <returns>False when the process ended by itself: an earlier kill came too late and there was nothing left to do.</returns>
    private static async Task<bool> KillAtAsync(Func<AppProcess> start, string stage)
    {
        using var process = start();
        var seen = await process.SeesAsync(line => line.TrimEnd().EndsWith("  " + stage, StringComparison.Ordinal), Long);
        Assert.True(seen || process.HasExited, $"stage {stage} was not seen:\n{process.Output}");
        await process.KillAsync();
        return seen;
    }

    private static AppProcess Run(TempFolder folder, string to) => AppProcess.Start([.. new RunBuilder().RunArguments(), "--out", folder.File(to)]);

    private static AppProcess Demo(TempFolder data) => AppProcess.Start("demo", "--no-serve", "--transactions", "600", "--data", data.Path);

    /// <summary>What people read of a run, by content.</summary>
    private static Dictionary<string, string> Results(TempFolder data) =>
        Directory.GetDirectories(Path.Combine(data.Path, "demo", "runs"))
            .SelectMany(run => (string[])[KnownFiles.Findings.In(run), KnownFiles.Rules.In(run), KnownFiles.Narratives.In(run), KnownFiles.Members.In(run)])
            .ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));

    private static InvestigatorContext Store(TempFolder data) =>
        new(new DbContextOptionsBuilder<InvestigatorContext>().UseSqlite($"Data Source={Path.Combine(data.Path, "demo", "investigator.db")}").Options);
}
