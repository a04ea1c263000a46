using Investigator.Access;
using Investigator.Runs;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Execution;

/// <summary>Takes a queued run in hand.</summary>
public sealed class BeginRun(IDbContextFactory<InvestigatorContext> contexts, RunMonitor monitor, TimeProvider clock)
{
    /// <returns>The run with its dataset.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled in the meantime.</exception>
    public async Task<RunEntity> HandleAsync(Actor actor, int runId, CancellationToken cancel = default)
    {
        await using var context = await contexts.OpenAsync(actor, Permission.StartRuns, cancel);
        var run = await context.Runs.Include(r => r.Dataset).SingleAsync(r => r.Id == runId, cancel);
        if (run.Status == RunStatus.Cancelled) throw new OperationCanceledException("The run was cancelled before it began.");
        run.Status = RunStatus.Running;
        run.StartedAt ??= clock.GetUtcNow().UtcDateTime;
        try
        {
            await context.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException e)
        {
            throw new OperationCanceledException("The run was cancelled as it began.", e);
        }

        monitor.Touch(runId);
        return run;
    }
}
