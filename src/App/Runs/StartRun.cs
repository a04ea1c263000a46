using System.Text.Json;
using Investigator.Access;
using Investigator.Engine;
using Investigator.Engine.Tables;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Runs;

/// <summary>Puts a run in the queue.</summary>
public sealed class StartRun(IDbContextFactory<InvestigatorContext> contexts, RunQueue queue, RunMonitor monitor, TimeProvider clock)
{
    /// <returns>The new run's id, at once.</returns>
    /// <exception cref="Engine.Core.InputException">An option is out of its range.</exception>
    public async Task<int> HandleAsync(Actor actor, int datasetId, RunOptions options, CancellationToken cancel = default)
    {
        options.Validate();
        await using var context = await contexts.OpenAsync(actor, Permission.StartRuns, cancel);
        var run = new RunEntity
        {
            DatasetId = datasetId,
            Folder = Guid.NewGuid().ToString("N"),
            Status = RunStatus.Queued,
            Options = JsonSerializer.Serialize(options, JsonFile.Options),
            Seed = options.Seed,
            CreatedAt = clock.GetUtcNow().UtcDateTime,
        };
        context.Runs.Add(run);
        await context.SaveChangesAsync(cancel);
        monitor.Touch(run.Id);
        queue.Wake();
        return run.Id;
    }
}
