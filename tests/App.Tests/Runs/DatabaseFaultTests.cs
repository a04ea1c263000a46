using System.Net;
using Investigator.Access;
using Investigator.Composition;
using Investigator.Datasets;
using Investigator.Engine;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Simulation;
using Investigator.Execution;
using Investigator.Runs;
using Investigator.Storage;
using Investigator.Storage.Database;
using Investigator.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Runs;

/// <summary>A database that refuses to take a run's end, by a trigger of the test's own.</summary>
public sealed class DatabaseFaultTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly DataFolder _data;
    private WebApplication _app = null!;

    public DatabaseFaultTests() => _data = DataFolder.Open(_folder.File("data"));

    public async ValueTask InitializeAsync() => _app = await WebServer.BuildAsync(_data, "http://127.0.0.1:0");

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _data.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task Serve_EndOfARunCannotBeWritten_GoesOnServingAndWritesItLater()
    {
        var run = await QueueAsync(Load());
        Directory.Delete(_data.Datasets, recursive: true); // so that the run fails at once, and its end is what is written
        await SqlAsync("CREATE TRIGGER refuse BEFORE UPDATE ON runs WHEN NEW.Status = 'Failed' BEGIN SELECT RAISE(ABORT, 'no end today'); END");
        await _app.StartAsync();
        await WaitAsync(run, RunStatus.Running);
        await Task.Delay(1500);

        using var http = await SignedIn.ClientAsync(_app.Services);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("/runs", UriKind.Relative))).StatusCode);
        Assert.Equal(RunStatus.Running, await StatusAsync(run));

        await SqlAsync("DROP TRIGGER refuse");
        await WaitAsync(run, RunStatus.Failed);
    }

    [Fact]
    public async Task Execute_FinishCannotBeWritten_KeepsTheFilesAndFinishesWhenExecutedAgain()
    {
        var run = await QueueAsync(Load());
        await using var scope = _app.Services.CreateAsyncScope();
        var executor = scope.ServiceProvider.GetRequiredService<RunExecutor>();
        await SqlAsync("CREATE TRIGGER refuse BEFORE UPDATE ON runs WHEN NEW.Status = 'Finished' BEGIN SELECT RAISE(ABORT, 'no end today'); END");

        var fault = await Assert.ThrowsAsync<StoreFaultException>(() => executor.ExecuteAsync(run, CancellationToken.None, attempts: 2));

        Assert.Contains("no end today", fault.Message, StringComparison.Ordinal);
        Assert.Equal(RunStatus.Running, await StatusAsync(run));
        var place = Assert.Single(Directory.GetDirectories(_data.Runs));
        var members = await File.ReadAllBytesAsync(Path.Combine(place, "members.parquet"));

        await SqlAsync("DROP TRIGGER refuse");
        await _app.Services.GetRequiredService<StartupRecovery>().RunAsync();
        Assert.Equal(RunStatus.Finished, await executor.ExecuteAsync(run, CancellationToken.None));

        Assert.Equal([place], Directory.GetDirectories(_data.Runs));
        Assert.Equal(members, await File.ReadAllBytesAsync(Path.Combine(place, "members.parquet")));
        Assert.Equal(FolderUse.Kept, _data.FindOwned(place)!.Use);
        Assert.Empty(Directory.GetDirectories(place));
    }

    [Fact]
    public async Task Execute_FilesOfTheWorkCannotBeRemoved_IsFinishedAllTheSame()
    {
        var run = await QueueAsync(Load());
        await using var scope = _app.Services.CreateAsyncScope();
        string? inTheWay = null;
        var progress = new Seen(stage =>
        {
            if (stage != StageNames.Results || inTheWay is not null) return;
            inTheWay = KnownFiles.TrainingNumbers(1).In(Assert.Single(Directory.GetDirectories(_data.Runs)));
            Directory.CreateDirectory(inTheWay);
        });

        Assert.Equal(RunStatus.Finished, await scope.ServiceProvider.GetRequiredService<RunExecutor>().ExecuteAsync(run, CancellationToken.None, progress));

        Assert.Equal(RunStatus.Finished, await StatusAsync(run));
        Assert.NotNull(inTheWay);
        Assert.Equal(FolderUse.Work, _data.FindOwned(Assert.Single(Directory.GetDirectories(_data.Runs)))!.Use);
    }

    [Fact]
    public async Task Execute_FinishThatCannotBeWrittenIsCancelled_EndsAsCancelled()
    {
        var run = await QueueAsync(Load());
        await using var scope = _app.Services.CreateAsyncScope();
        await SqlAsync("CREATE TRIGGER refuse BEFORE UPDATE ON runs WHEN NEW.Status = 'Finished' BEGIN SELECT RAISE(ABORT, 'no end today'); END");

        var end = scope.ServiceProvider.GetRequiredService<RunExecutor>().ExecuteAsync(run, CancellationToken.None);
        for (var i = 0; i < 600 && !Directory.GetDirectories(_data.Runs).Any(d => !Path.GetFileName(d).StartsWith('.')); i++) await Task.Delay(100);
        await scope.ServiceProvider.GetRequiredService<CancelRun>().HandleAsync(Actor.Local, run);

        Assert.Equal(RunStatus.Cancelled, await end.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(RunStatus.Cancelled, await StatusAsync(run));
    }

    private Dataset Load()
    {
        var context = new StageContext { Scratch = _data.Scratch };
        var shop = ShopSimulator.Write(new SimulationOptions { Transactions = 800, Days = 20 }, _folder.File("shop"), context);
        var mapping = MappingFile.Read(shop.MappingPath);
        var request = new LoadRequest { Transactions = shop.TransactionsPath, Events = shop.EventsPath, Mapping = mapping, Name = "shop" };
        return DatasetLoader.Load(request, _data.Datasets, context);
    }

    private async Task<int> QueueAsync(Dataset dataset)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var id = await scope.ServiceProvider.GetRequiredService<RegisterDataset>().HandleAsync(Actor.Local, dataset);
        return await scope.ServiceProvider.GetRequiredService<StartRun>().HandleAsync(Actor.Local, id, new RunOptions());
    }

    private async Task WaitAsync(int run, RunStatus status)
    {
        for (var i = 0; i < 600 && await StatusAsync(run) != status; i++) await Task.Delay(100);
        Assert.Equal(status, await StatusAsync(run));
    }

    private async Task<RunStatus> StatusAsync(int run)
    {
        await using var context = await ContextAsync();
        return (await context.Runs.SingleAsync(r => r.Id == run)).Status;
    }

    private async Task SqlAsync(string sql)
    {
        await using var context = await ContextAsync();
        await context.Database.ExecuteSqlRawAsync(sql);
    }

    private Task<InvestigatorContext> ContextAsync() => _app.Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>().CreateDbContextAsync();

    private sealed class Seen(Action<string> see) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => see(value.Stage);
    }
}
