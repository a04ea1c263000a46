using System.Collections.Concurrent;
using Investigator.Runs;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Investigator.App.Tests.Runs;

public sealed class RunQueriesTests : PageTest
{
    private readonly LoggedContexts _logged;
    private readonly RunQueries _runs;

    public RunQueriesTests()
    {
        _logged = new LoggedContexts(Data.Database);
        _runs = new RunQueries(_logged, Data);
    }

    [Fact]
    public async Task Lists_HoweverMany_ReadNeitherOptionsNorStages()
    {
        var dataset = await Shop.AddDatasetAsync();
        for (var i = 0; i < 60; i++) await Shop.AddRunAsync(dataset, i % 2 == 0 ? RunStatus.Failed : RunStatus.Queued);

        Assert.Equal(25, (await _runs.PageAsync(new RunFilter(), 25)).Runs.Count);
        Assert.Equal(30, (await _runs.ActiveAsync()).Count);
        await _runs.FindFinishedAsync(null);
        await _runs.DatasetsAsync();

        Assert.Equal(4, _logged.Commands.Count);
        Assert.All(_logged.Commands, sql => Assert.DoesNotContain("\"Options\"", sql, StringComparison.Ordinal));
        Assert.All(_logged.Commands, sql => Assert.DoesNotContain("\"Stages\"", sql, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_ThereAndBack_ShowsEveryRunOnceNewestFirst()
    {
        var dataset = await Shop.AddDatasetAsync();
        var ids = new List<int>();
        for (var i = 0; i < 7; i++) ids.Insert(0, await Shop.AddRunAsync(dataset, RunStatus.Failed));

        var first = await _runs.PageAsync(new RunFilter(), 3);
        var second = await _runs.PageAsync(new RunFilter(), 3, before: first.Runs[^1].Id);
        var third = await _runs.PageAsync(new RunFilter(), 3, before: second.Runs[^1].Id);

        Assert.Equal(ids, first.Runs.Concat(second.Runs).Concat(third.Runs).Select(r => r.Id));
        Assert.Equal([(false, true), (true, true), (true, false)], new[] { first, second, third }.Select(p => (p.HasNewer, p.HasOlder)));
        Assert.Equal(second.Runs, (await _runs.PageAsync(new RunFilter(), 3, after: third.Runs[0].Id)).Runs);
        Assert.Equal(first.Runs, (await _runs.PageAsync(new RunFilter(), 3, after: second.Runs[0].Id)).Runs);
        Assert.Empty((await _runs.PageAsync(new RunFilter(RunStatus.Finished), 3)).Runs);
    }

    /// <summary>Contexts of the real store that write down what they ask it.</summary>
    private sealed class LoggedContexts(string database) : IDbContextFactory<InvestigatorContext>
    {
        public ConcurrentQueue<string> Commands { get; } = new();

        public InvestigatorContext CreateDbContext() =>
            new(new DbContextOptionsBuilder<InvestigatorContext>()
                .UseSqlite($"Data Source={database}")
                .LogTo(Commands.Enqueue, [RelationalEventId.CommandExecuted]).Options);
    }
}
