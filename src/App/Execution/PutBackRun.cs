using Investigator.Access;
using Investigator.Runs;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Execution;

/// <summary>Puts a run that cannot go on for now back in the queue: it is said to run only while something works on it.</summary>
public sealed class PutBackRun(IDbContextFactory<InvestigatorContext> contexts, RunMonitor monitor)
{
    /// <param name="actor">Who does.</param>
    /// <param name="runId">A running run.</param>
    /// <param name="again">It met what it waited for before, and came no further meanwhile: that is one interruption, however often it is tried.</param>
    /// <param name="cancel">Stops before anything is written.</param>
    /// <returns>False for a run that is not running.</returns>
    public async Task<bool> HandleAsync(Actor actor, int runId, bool again = false, CancellationToken cancel = default)
    {
        await using var context = await contexts.OpenAsync(actor, Permission.StartRuns, cancel);
        var run = await context.Runs.SingleAsync(r => r.Id == runId, cancel);
        if (run.Status != RunStatus.Running) return false;
        run.Status = RunStatus.Queued;
        if (!again) run.Resumed++;
        await context.SaveChangesAsync(cancel);
        monitor.Touch(runId);
        return true;
    }
}
