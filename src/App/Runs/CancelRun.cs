using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Runs;

/// <summary>Takes a waiting run out of the queue, or stops a running one within a second. Does nothing to one that has ended.</summary>
public sealed class CancelRun(IDbContextFactory<InvestigatorContext> contexts, RunQueue queue, RunMonitor monitor, TimeProvider clock)
{
    public async Task HandleAsync(Actor actor, int runId, CancellationToken cancel = default)
    {
        if (!await TakeOutAsync(actor, runId, cancel)) await queue.StopAsync(runId);
        monitor.Touch(runId);
    }

    /// <returns>False for a run that does not wait.</returns>
    private async Task<bool> TakeOutAsync(Actor actor, int runId, CancellationToken cancel)
    {
        await using var context = await contexts.OpenAsync(actor, cancel);
        if (await context.Runs.SingleOrDefaultAsync(r => r.Id == runId && r.Status == RunStatus.Queued, cancel) is not { } run) return false;
        run.Status = RunStatus.Cancelled;
        run.FinishedAt = clock.GetUtcNow().UtcDateTime;
        try
        {
            await context.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            // The worker took it in this very moment.
            return false;
        }
    }
}
