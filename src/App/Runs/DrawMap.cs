using Investigator.Access;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Runs;

/// <summary>Lets a map that could not be drawn, or was stopped, wait for its turn again. Does nothing to any other.</summary>
public sealed class DrawMap(IDbContextFactory<InvestigatorContext> contexts, RunQueue queue, MapMonitor monitor)
{
    public async Task HandleAsync(Actor actor, int runId, CancellationToken cancel = default)
    {
        await using var context = await contexts.OpenAsync(actor, Permission.StartRuns, cancel);
        if (await context.Runs.SingleOrDefaultAsync(r => r.Id == runId && r.Map == MapStatus.Failed, cancel) is { } run)
        {
            (run.Map, run.MapError) = (MapStatus.Waiting, null);
            try
            {
                await context.SaveChangesAsync(cancel);
            }
            catch (DbUpdateConcurrencyException)
            {
                // Someone else asked for it in this very moment.
            }
        }

        monitor.Touch(runId);
        queue.Wake();
    }
}
