using Investigator.Access;
using Investigator.Runs;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Execution;

/// <summary>Writes down that a run ended without results.</summary>
public sealed class EndRun(IDbContextFactory<InvestigatorContext> contexts, TimeProvider clock)
{
    /// <param name="actor">Who writes.</param>
    /// <param name="runId">The run; one that ended before keeps its end.</param>
    /// <param name="status">Failed or Cancelled.</param>
    /// <param name="error">What a person needs to know of a failure.</param>
    /// <returns>The run's folder name.</returns>
    public async Task<string> HandleAsync(Actor actor, int runId, RunStatus status, string? error)
    {
        await using var context = await contexts.OpenAsync(actor, Permission.StartRuns);
        var run = await context.Runs.SingleAsync(r => r.Id == runId);
        if (run.Status is RunStatus.Queued or RunStatus.Running)
        {
            (run.Status, run.Error) = (status, error);
            run.FinishedAt = clock.GetUtcNow().UtcDateTime;
            await context.SaveChangesAsync();
        }

        return run.Folder;
    }
}
