using Investigator.Access;
using Investigator.Composition;
using Investigator.Datasets;
using Investigator.Engine.Core;
using Investigator.Engine.Runs;
using Investigator.Execution;
using Investigator.Runs;
using Investigator.Selections;
using Investigator.Storage;
using Investigator.Storage.Database;
using Investigator.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Runs;

/// <summary>A run is finished before its map, which is drawn, stopped, interrupted and drawn again beside it.</summary>
public sealed class MapExecutorTests : IAsyncLifetime
{
    private static readonly RunBuilder Builder = new();
    private readonly TempFolder _folder = new();
    private ServiceProvider _services = null!;
    private DataFolder _data = null!;
    private int _run;

    private RunQueries Runs => _services.GetRequiredService<RunQueries>();

    private MapExecutor Executor => _services.GetRequiredService<MapExecutor>();

    public async ValueTask InitializeAsync()
    {
        Open();
        await _services.MigrateStoreAsync();
        var dataset = await _services.GetRequiredService<RegisterDataset>().HandleAsync(Actor.Local, Builder.Load(_data.Datasets));
        _run = await _services.GetRequiredService<StartRun>().HandleAsync(Actor.Local, dataset, Builder.Options);
        Assert.Equal(RunStatus.Finished, await _services.GetRequiredService<RunExecutor>().ExecuteAsync(_run, CancellationToken.None));
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Run_Finished_WaitsForItsMapAndThenHasIt()
    {
        Assert.Equal(MapStatus.Waiting, await MapAsync());
        Assert.False((await FolderAsync()).HasMap);

        Assert.Equal(MapStatus.Drawn, await Executor.ExecuteAsync(_run, CancellationToken.None));

        Assert.Equal(MapStatus.Drawn, await MapAsync());
        Assert.True((await FolderAsync()).HasMap);
        Assert.Empty((await FolderAsync()).Damage(contents: true));
        Assert.Equal(StageNames.Projection, (await Runs.FindDetailAsync(_run))!.Stages[^1].Stage);
        Assert.Null(_services.GetRequiredService<MapMonitor>().Snapshot(_run));
    }

    [Fact]
    public async Task Polygon_OnARunWithoutItsMap_IsRefusedInWords()
    {
        var create = _services.GetRequiredService<CreateSelection>();
        var lasso = new PolygonShape([-1000, 1000, 0], [-1000, -1000, 2000]);
        var error = await Assert.ThrowsAsync<InputException>(() => create.HandleAsync(Actor.Local, _run, lasso));
        Assert.Contains("still being drawn", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InputException>(() => create.HandleAsync(Actor.Local, _run, new BoxShape(0, 1, 0, 1)));
        Assert.NotNull(await create.HandleAsync(Actor.Local, _run, new FindingShape(0)));

        await Executor.ExecuteAsync(_run, CancellationToken.None);

        Assert.Equal(1200, (await create.HandleAsync(Actor.Local, _run, lasso))!.Count);
        Assert.Equal(1200, (await create.HandleAsync(Actor.Local, _run, new BoxShape(-1000, 1000, -1000, 1000)))!.Count);
    }

    [Fact]
    public async Task Drawing_Stopped_EndsAsFailedAndIsDrawnWhenAskedAgain()
    {
        var stop = _services.GetRequiredService<StopMap>();
        var asked = false;
        var watch = new Watch(() =>
        {
            if (!asked) stop.HandleAsync(Actor.Local, _run).GetAwaiter().GetResult();
            asked = true;
        });

        Assert.Equal(MapStatus.Failed, await Executor.ExecuteAsync(_run, CancellationToken.None, also: watch));

        var summary = (await Runs.FindAsync(_run))!;
        Assert.Contains("was not drawn: someone stopped it", summary.MapProblem, StringComparison.Ordinal);
        Assert.Equal(RunStatus.Finished, summary.Status);
        Assert.True((await FolderAsync()).CanDrawMap);
        await _services.GetRequiredService<DrawMap>().HandleAsync(Actor.Local, _run);
        Assert.Equal(MapStatus.Waiting, await MapAsync());
        Assert.Equal(MapStatus.Drawn, await Executor.ExecuteAsync(_run, CancellationToken.None));
    }

    [Fact]
    public async Task Map_StoppedWhileItWaits_IsNotBegun()
    {
        await _services.GetRequiredService<StopMap>().HandleAsync(Actor.Local, _run);
        Assert.Equal(MapStatus.Failed, await Executor.ExecuteAsync(_run, CancellationToken.None));
        Assert.False((await FolderAsync()).HasMap);
    }

    [Fact]
    public async Task Drawing_ThatGivesWay_WaitsForItsTurnAgain()
    {
        using var giveWay = new CancellationTokenSource();
        Assert.Equal(MapStatus.Waiting, await Executor.ExecuteAsync(_run, CancellationToken.None, giveWay.Token, new Watch(giveWay.Cancel)));
        Assert.Equal(MapStatus.Waiting, await MapAsync());
    }

    [Fact]
    public async Task Drawing_EndedWithTheProcess_IsTakenUpByTheNextStart()
    {
        using (var stopping = new CancellationTokenSource())
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Executor.ExecuteAsync(_run, stopping.Token, also: new Watch(stopping.Cancel)));
        }

        Assert.Equal(MapStatus.Drawing, await MapAsync());
        await CloseAsync();
        Open();
        await _services.GetRequiredService<StartupRecovery>().RunAsync();

        Assert.Equal(MapStatus.Waiting, await MapAsync());
        Assert.True((await FolderAsync()).CanDrawMap);
        Assert.Equal(MapStatus.Drawn, await Executor.ExecuteAsync(_run, CancellationToken.None));
    }

    [Fact]
    public async Task Map_OfDamagedNeighbors_FailsByNameAndTheRunStays()
    {
        File.AppendAllText(KnownFiles.NeighborDistances.In((await FolderAsync()).Path), "x");
        Assert.Equal(MapStatus.Failed, await Executor.ExecuteAsync(_run, CancellationToken.None));
        var run = (await Runs.FindAsync(_run))!;
        Assert.Contains(KnownFiles.NeighborDistances.Name, run.MapError, StringComparison.Ordinal);
        Assert.Equal(RunStatus.Finished, run.Status);
    }

    [Fact]
    public async Task Worker_WithNothingElseToDo_DrawsTheMap()
    {
        var worker = _services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<RunWorker>().Single();
        await worker.StartAsync(CancellationToken.None);
        while (await MapAsync() is MapStatus.Waiting or MapStatus.Drawing) await Task.Delay(50);
        await worker.StopAsync(CancellationToken.None);
        Assert.Equal(MapStatus.Drawn, await MapAsync());
    }

    /// <summary>By an installation of its own, from this one's folders.</summary>
    [Theory]
    [InlineData(true, true, MapStatus.Drawn)]
    [InlineData(false, true, MapStatus.Waiting)]
    [InlineData(false, false, MapStatus.None)]
    public async Task Import_OfARunWithItsMapOrWithout_TakesItOrDrawsItWhereItCan(bool isDrawn, bool keepsNeighbors, MapStatus expected)
    {
        if (isDrawn) await Executor.ExecuteAsync(_run, CancellationToken.None);
        var from = (await Runs.FilesAsync(_run))!;
        if (!keepsNeighbors)
        {
            from.RunFolder.Seal(Retention.Explain, forMap: false);
            from.RunFolder.Keep(Retention.Explain);
        }

        using var other = DataFolder.Open(_folder.File("other"));
        await using var services = Compose(other);
        await services.MigrateStoreAsync();

        var imported = await services.GetRequiredService<ImportRun>().HandleAsync(Actor.Local, from.RunFolder, from.DatasetFolder);

        var there = services.GetRequiredService<RunQueries>();
        Assert.Equal(expected, (await there.FindAsync(imported.RunId))!.Map);
        var folder = (await there.FilesAsync(imported.RunId))!.RunFolder;
        Assert.Empty(folder.Damage(contents: true));
        Assert.Equal((isDrawn, expected == MapStatus.Waiting), (folder.HasMap, folder.CanDrawMap));
        if (expected != MapStatus.Waiting) return;
        await Executor.ExecuteAsync(_run, CancellationToken.None);
        Assert.Equal(MapStatus.Drawn, await services.GetRequiredService<MapExecutor>().ExecuteAsync(imported.RunId, CancellationToken.None));
        Assert.Equal((await FolderAsync()).ReadMap()!.X, folder.ReadMap()!.X);
    }

    private async Task<MapStatus> MapAsync() => (await Runs.FindAsync(_run))!.Map;

    private async Task<RunFolder> FolderAsync() => (await Runs.FilesAsync(_run))!.RunFolder;

    private void Open()
    {
        _data = DataFolder.Open(_folder.File("data"));
        _services = Compose(_data);
    }

    private static ServiceProvider Compose(DataFolder data) =>
        new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddStore(data).AddRuns().AddImports().AddApi().AddTags().BuildServiceProvider();

    private async Task CloseAsync()
    {
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _data.Dispose();
    }

    private sealed class Watch(Action then) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => then();
    }
}
