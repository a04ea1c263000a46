using Investigator.Access;
using Investigator.Execution;
using Investigator.Runs;
using Investigator.Storage.Database;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Runs;

public sealed class CancelRunTests : PageTest
{
    private async Task<RunStatus> StatusAsync(int run) => (await Services.GetRequiredService<RunQueries>().FindAsync(run))!.Status;

    [Fact]
    public async Task Begin_AfterACancel_LeavesTheRunCancelled()
    {
        var run = await Shop.AddRunAsync(await Shop.AddDatasetAsync(), RunStatus.Queued);
        await Services.GetRequiredService<CancelRun>().HandleAsync(Actor.Local, run, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<OperationCanceledException>(() => Services.GetRequiredService<BeginRun>().HandleAsync(Actor.Machine, run));

        Assert.Equal(RunStatus.Cancelled, await StatusAsync(run));
    }

    [Fact]
    public async Task Cancel_EndedRun_KeepsItsEnd()
    {
        var run = await Shop.AddRunAsync(await Shop.AddDatasetAsync(), RunStatus.Finished);

        await Services.GetRequiredService<CancelRun>().HandleAsync(Actor.Local, run, TestContext.Current.CancellationToken);

        Assert.Equal(RunStatus.Finished, await StatusAsync(run));
    }
}
