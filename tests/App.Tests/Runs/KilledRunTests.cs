using System.Security.Cryptography;
using Investigator.Engine;
using Investigator.Store;
using Investigator.Store.Entities;
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
            using var process = Demo(stormy);
            Assert.True(await process.SeesAsync(line => line.TrimEnd().EndsWith("  " + stage, StringComparison.Ordinal), Long), $"stage {stage} was not seen:\n{process.Output}");
            await process.KillAsync();
        }

        using (var last = Demo(stormy)) Assert.Equal(0, await last.ExitAsync(Long));
        Assert.Equal(Results(calm), Results(stormy));
        await using var store = Store(stormy);
        var run = Assert.Single(await store.Runs.Include(r => r.Clusters).ToListAsync());
        Assert.Equal(RunStatus.Finished, run.Status);
        Assert.True(run.Resumed > 0);
        Assert.Equal(run.ClusterCount, run.Clusters.Count);
        Assert.Single(await store.Datasets.ToListAsync());
        Assert.Equal([Path.Combine(stormy.Path, "demo", "runs", run.Folder)], Directory.GetDirectories(Path.Combine(stormy.Path, "demo", "runs")));
        Assert.Single(Directory.GetDirectories(Path.Combine(stormy.Path, "demo", "datasets")));
    }

    private static AppProcess Demo(TempFolder data) => AppProcess.Start("demo", "--no-serve", "--transactions", "2500", "--data", data.Path);

    /// <summary>What people read of a run, by content.</summary>
    private static Dictionary<string, string> Results(TempFolder data) =>
        Directory.GetDirectories(Path.Combine(data.Path, "demo", "runs"))
            .SelectMany(run => (string[])[Path.Combine(run, "clusters.json"), Path.Combine(run, "rules.json"), Path.Combine(run, "narratives.md"), Path.Combine(run, "labels.npy")])
            .ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));

    private static InvestigatorContext Store(TempFolder data) =>
        new(new DbContextOptionsBuilder<InvestigatorContext>().UseSqlite($"Data Source={Path.Combine(data.Path, "demo", "investigator.db")}").Options);
}
