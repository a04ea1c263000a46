using Investigator.Access;
using Investigator.Datasets;
using Investigator.Runs;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Storage;

public sealed class ActorInterceptorTests : PageTest
{
    private IDbContextFactory<InvestigatorContext> Contexts => Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>();

    [Fact]
    public async Task SaveChanges_WithoutAnActor_IsRefused()
    {
        await using (var context = await Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken))
        {
            context.Datasets.Add(Row());
            await Assert.ThrowsAsync<InvalidOperationException>(() => context.SaveChangesAsync());
            Assert.Throws<InvalidOperationException>(() => context.SaveChanges());
        }

        await using var after = await Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        Assert.Empty(await after.Datasets.ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task SaveChanges_NewRow_BearsItsMakerWhoeverChangesItLater()
    {
        await using (var context = await Contexts.OpenAsync(Actor.Local, Permission.StartRuns))
        {
            context.Datasets.Add(Row());
            await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await using (var context = await Contexts.OpenAsync(Actor.Machine, Permission.StartRuns))
        {
            var row = await context.Datasets.SingleAsync(TestContext.Current.CancellationToken);
            (row.Name, row.CreatedBy) = ("another name", "someone else");
            await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await using var after = await Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        var kept = await after.Datasets.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("another name", Actor.Local.Id), (kept.Name, kept.CreatedBy));
    }

    [Fact]
    public async Task BulkWrite_EvenOfAnActor_IsRefused()
    {
        var run = await Shop.AddRunAsync(await Shop.AddDatasetAsync(), RunStatus.Queued);
        await using var context = await Contexts.OpenAsync(Actor.Local, Permission.StartRuns);

        await Assert.ThrowsAsync<InvalidOperationException>(() => context.Runs.ExecuteDeleteAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => context.Runs.ExecuteUpdateAsync(s => s.SetProperty(r => r.Seed, 7)));

        Assert.NotEqual(7, (await context.Runs.SingleAsync(r => r.Id == run, TestContext.Current.CancellationToken)).Seed);
    }

    private static DatasetEntity Row() => new() { Name = "shop", Folder = "shop", Fingerprint = "f" };
}
