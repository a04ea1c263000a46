using Investigator.Access;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Runs;

/// <summary>Takes a map that waits out of the queue, or stops its drawing within a second. It can be drawn again later.</summary>
public sealed class StopMap(IDbContextFactory<InvestigatorContext> contexts, RunQueue queue, MapMonitor monitor)
{
    internal const string Stopped = "someone stopped it.";

    public async Task HandleAsync(Actor actor, int runId, CancellationToken cancel = default)
    {
        await using var context = await contexts.OpenAsync(actor, Permission.StartRuns, cancel);
        if (await context.Runs.SingleOrDefaultAsync(r => r.Id == runId && r.Map == MapStatus.Waiting, cancel) is { } run)
        {
            (run.Map, run.MapError) = (MapStatus.Failed, Stopped);
            try
            {
                await context.SaveChangesAsync(cancel);
            }
            catch (DbUpdateConcurrencyException)
            {
                // The worker took it in this very moment.
            }
        }

        // In any case: one that waits for room on the disk waits in its row and is in hand at once.
        await queue.StopAsync(runId, isMap: true);
        monitor.Touch(runId);
    }
}
