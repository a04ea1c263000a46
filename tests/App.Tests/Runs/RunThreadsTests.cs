using System.Collections.Concurrent;
using Investigator.Access;
using Investigator.Composition;
using Investigator.Datasets;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Execution;
using Investigator.Runs;
using Investigator.Storage;
using Investigator.Storage.Database;
using Investigator.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Runs;

/// <summary>A run gives way where people wait for pages, only there, and finds the same either way.</summary>
public sealed class RunThreadsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task Execute_GivingWayOrNot_ComputesOnItsOwnThreadsOrThePoolsAndFindsTheSame()
    {
        using var data = DataFolder.Open(_folder.Path);
        await using var app = await WebServer.BuildAsync(data, "http://127.0.0.1:0");
        await using var scope = app.Services.CreateAsyncScope();
        var builder = new RunBuilder();
        var dataset = await scope.ServiceProvider.GetRequiredService<RegisterDataset>().HandleAsync(Actor.Local, builder.Load(data.Datasets));
        var members = new List<byte[]>();
        foreach (var givesWay in (bool[])[true, false])
        {
            var told = new Told();
            var run = await scope.ServiceProvider.GetRequiredService<StartRun>().HandleAsync(Actor.Local, dataset, builder.Options);
            await scope.ServiceProvider.GetRequiredService<RunExecutor>().ExecuteAsync(run, CancellationToken.None, told, givesWay: givesWay);
            Assert.Equal([!givesWay], told.OfPool.Keys);
            var files = await scope.ServiceProvider.GetRequiredService<RunQueries>().FilesAsync(run);
            members.Add(await File.ReadAllBytesAsync(KnownFiles.Members.In(files!.RunFolder.Path)));
        }

        Assert.Equal(members[0], members[1]);
    }

    /// <summary>Whether those that told of progress were threads of the pool.</summary>
    private sealed class Told : IProgress<StageProgress>
    {
        public ConcurrentDictionary<bool, bool> OfPool { get; } = [];

        public void Report(StageProgress value) => OfPool[Thread.CurrentThread.IsThreadPoolThread] = true;
    }
}
