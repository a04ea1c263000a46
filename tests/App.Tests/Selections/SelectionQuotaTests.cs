using Investigator.Access;
using Investigator.Selections;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Selections;

public sealed class SelectionQuotaTests : PageTest
{
    private static readonly BoxShape Everything = new(-1e6, 1e6, -1e6, 1e6);

    private CreateSelection Create => Services.GetRequiredService<CreateSelection>();

    private IDbContextFactory<InvestigatorContext> Contexts => Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>();

    [Fact]
    public async Task Selection_OfTheSameShape_IsTheSameOneHoweverOftenItIsDrawn()
    {
        var run = await Shop.AddAsync();
        var first = await Create.HandleAsync(Actor.Local, run, Everything);
        for (var i = 0; i < 60; i++) Assert.Equal(first! with { IsNew = false }, await Create.HandleAsync(Actor.Local, run, Everything));
        await using var context = await Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, await context.Selections.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Selection_BeyondWhatTheRunMayKeep_IsRefusedInWordsThatSayWhatToDo()
    {
        var run = await Shop.AddAsync();
        await KeepAsync(run, SelectionQuota.AtLeast);
        var refused = await Assert.ThrowsAsync<SelectionRoomException>(() => Create.HandleAsync(Actor.Local, run, Everything));
        Assert.Contains($"the selections of run {run} keep 100,000 transactions already", refused.Message, StringComparison.Ordinal);
        Assert.Contains("the list of transactions with conditions, which keeps nothing", refused.Message, StringComparison.Ordinal);

        // What was deleted has given its room back.
        await using (var context = await Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken))
        {
            var kept = await context.Selections.SingleAsync(TestContext.Current.CancellationToken);
            Assert.True(await Services.GetRequiredService<DeleteSelection>().HandleAsync(Actor.Local, run, kept.Id));
        }

        Assert.True((await Create.HandleAsync(Actor.Local, run, Everything))!.IsNew);

        // Another run has room of its own.
        var other = await Shop.AddAsync();
        Assert.NotNull(await Create.HandleAsync(Actor.Local, other, Everything));
    }

    [Fact]
    public async Task Selection_OneMoreThanARunKeeps_IsRefused()
    {
        var run = await Shop.AddAsync();
        for (var i = 0; i < SelectionQuota.Selections; i += 100) await KeepAsync(run, 0, 100);
        var refused = await Assert.ThrowsAsync<SelectionRoomException>(() => Create.HandleAsync(Actor.Local, run, Everything));
        Assert.Contains("keeps 1,000 selections, and no more", refused.Message, StringComparison.Ordinal);
    }

    private async Task KeepAsync(int run, int rows, int times = 1)
    {
        await using var context = await Contexts.OpenAsync(Actor.Local, Permission.StartRuns);
        context.Selections.AddRange(
            Enumerable.Range(0, times).Select(_ => new SelectionEntity { RunId = run, Shape = "{}", Count = rows, Rows = [], TransactionIds = "[]" }));
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);
    }
}
