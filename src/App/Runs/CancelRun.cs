using Investigator.Access;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Runs;

/// <summary>Takes a waiting run out of the queue, or stops a running one within a second. Does nothing to one that has ended.</summary>
public sealed class CancelRun(IDbContextFactory<InvestigatorContext> contexts, RunQueue queue, RunMonitor monitor, TimeProvider clock)
{
    public async Task HandleAsync(Actor actor, int runId, CancellationToken cancel = default)
    {
        await TakeOutAsync(actor, runId, cancel);

        // In any case: a run that waits for room on the disk is in the queue and in hand at once.
        await queue.StopAsync(runId);
        monitor.Touch(runId);
    }

    private async Task TakeOutAsync(Actor actor, int runId, CancellationToken cancel)
    {
        await using var context = await contexts.OpenAsync(actor, Permission.StartRuns, cancel);
        if (await context.Runs.SingleOrDefaultAsync(r => r.Id == runId && r.Status == RunStatus.Queued, cancel) is not { } run) return;
        run.Status = RunStatus.Cancelled;
        run.FinishedAt = clock.GetUtcNow().UtcDateTime;
        try
        {
            await context.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // The worker took it in this very moment.
        }
    }
}
