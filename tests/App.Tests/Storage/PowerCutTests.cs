using System.Text;
using Investigator.Access;
using Investigator.Composition;
using Investigator.Datasets;
using Investigator.Engine;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Integrity;
using Investigator.Engine.Runs;
using Investigator.Execution;
using Investigator.Runs;
using Investigator.Storage;
using Investigator.Storage.Database;
using Investigator.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Storage;

/// <summary>The power goes at the moment when something is said to be done: all of it is whole on the disk then.</summary>
public sealed class PowerCutTests
{
    private static readonly RunBuilder Shop = new();

    [Fact]
    public async Task Cut_WhenADatasetARunAndAnUploadAreDone_LosesNothingOfThem()
    {
        using var disk = CutDisk.Make(megabytes: 96);
        var (cut, upload) = await WorkAsync(disk);
        Assert.Equal("id,account\n1,2\n", await File.ReadAllTextAsync(Path.Combine(cut, upload)));

        using var data = DataFolder.Open(cut);
        Assert.False(data.EndedCleanly);
        await using var app = await WebServer.BuildAsync(data, "http://127.0.0.1:0");
        var report = app.Services.GetRequiredService<StartupRecovery>().Report;
        Assert.True(report.IsCalm, string.Join('\n', [report.Problem, .. report.Damaged, .. report.Kept, .. report.Moved]));
        var runs = app.Services.GetRequiredService<RunQueries>();
        var run = Assert.Single((await runs.PageAsync(new RunFilter(), 10)).Runs);
        Assert.Equal(RunStatus.Finished, run.Status);
        var files = (await runs.FilesAsync(run.Id))!;
        Assert.True(files.RunFolder.IsSealed);
        Assert.Empty(files.RunFolder.Damage(contents: true));
        Assert.True(files.DatasetFolder.IsWhole());
        Assert.Equal(run.ClusterCount, files.RunFolder.ReadResult().Clustering.Clusters.Count);
    }

    /// <summary>Nothing of a run that goes on was said to be done, and nothing of it may be taken for done after the cut.</summary>
    [Fact]
    public async Task Cut_InTheMiddleOfARun_TakesItUpAgainToTheSameResult()
    {
        using var disk = CutDisk.Make(megabytes: 96);
        var prepared = await PreparedRun.OfAsync(Shop);
        string? cut = null;
        using (var data = DataFolder.Open(disk.Path))
        {
            await using var app = await WebServer.BuildAsync(data, "http://127.0.0.1:0");
            await using var scope = app.Services.CreateAsyncScope();
            var run = await StartAsync(scope.ServiceProvider, data);
            using var stop = new CancellationTokenSource();
            var watch = new Watch(stage =>
            {
                if (stage != StageNames.Payments || cut is not null) return;
                cut = disk.Cut();
                stop.Cancel();
            });
            var execution = scope.ServiceProvider.GetRequiredService<RunExecutor>().ExecuteAsync(run, stop.Token, watch);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => execution);
        }

        using var after = DataFolder.Open(cut!);
        await using var again = await WebServer.BuildAsync(after, "http://127.0.0.1:0");
        await using var second = again.Services.CreateAsyncScope();
        var report = again.Services.GetRequiredService<StartupRecovery>().Report;
        Assert.Empty(report.Damaged);
        var queued = Assert.Single(await second.ServiceProvider.GetRequiredService<RunQueries>().ActiveAsync());
        Assert.Equal(RunStatus.Finished, await second.ServiceProvider.GetRequiredService<RunExecutor>().ExecuteAsync(queued.Id, CancellationToken.None));
        var files = (await second.ServiceProvider.GetRequiredService<RunQueries>().FilesAsync(queued.Id))!;
        Assert.Equal(new RunFolder(prepared.RunFolder).ReadResult().Clustering.Labels, files.RunFolder.ReadResult().Clustering.Labels);
        Assert.Equal(FileSum.Of(KnownFiles.Stories.In(prepared.RunFolder)), FileSum.Of(KnownFiles.Stories.In(files.RunFolder.Path)));
    }

    [Fact]
    public async Task Cut_WhenACommandHasMovedItsResultIntoPlace_LeavesItWhole()
    {
        using var disk = CutDisk.Make(megabytes: 64);
        var prepared = await PreparedRun.OfAsync(Shop);
        foreach (var force in (bool[])[false, true])
        {
            var work = OwnedFolder.Make(Path.Combine(disk.Path, "out.partial"));
            new RunFolder(prepared.RunFolder).CopyTo(new RunFolder(work.Path));
            new RunFolder(work.Path).Seal(Retention.Explain);

            ResultFiles.MoveTo(work.Path, Path.Combine(disk.Path, "out"), force, Retention.Explain);

            var run = new RunFolder(Path.Combine(disk.Cut(), "out"));
            Assert.True(run.IsSealed);
            Assert.Empty(run.Damage(contents: true));
            Assert.Equal(FolderUse.Kept, OwnedFolder.Find(run.Path)!.Use);
        }
    }

    /// <returns>What a cut leaves of the data folder, made as soon as the run is finished, and the upload's place in it.</returns>
    private static async Task<(string Cut, string Upload)> WorkAsync(CutDisk disk)
    {
        using var data = DataFolder.Open(disk.Path);
        await using var app = await WebServer.BuildAsync(data, "http://127.0.0.1:0");
        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        using var text = new MemoryStream(Encoding.UTF8.GetBytes("id,account\n1,2\n"));
        var uploads = services.GetRequiredService<UploadedFiles>();
        var upload = uploads.Find(await uploads.SaveAsync("mine.csv", text, text.Length))!;
        var run = await StartAsync(services, data);
        Assert.Equal(RunStatus.Finished, await services.GetRequiredService<RunExecutor>().ExecuteAsync(run, CancellationToken.None));
        return (disk.Cut(), Path.GetRelativePath(disk.Path, upload));
    }

    private static async Task<int> StartAsync(IServiceProvider services, DataFolder data)
    {
        var loaded = await services.GetRequiredService<RegisterDataset>().HandleAsync(Actor.Local, Shop.Load(data.Datasets));
        return await services.GetRequiredService<StartRun>().HandleAsync(Actor.Local, loaded, Shop.Options);
    }

    private sealed class Watch(Action<string> stage) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => stage(value.Stage);
    }
}
