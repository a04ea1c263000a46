using System.Text.Json;
using Investigator.Access;
using Investigator.Engine.Runs;
using Investigator.Engine.Tables;
using Investigator.Runs;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Execution;

/// <summary>Writes down how far the map of a finished run is.</summary>
public sealed class SetMapStatus(IDbContextFactory<InvestigatorContext> contexts, RunMonitor runs, MapMonitor maps)
{
    /// <param name="actor">Who writes.</param>
    /// <param name="runId">A finished run.</param>
    /// <param name="status">What its map is from now on.</param>
    /// <param name="error">Of a map that failed, why.</param>
    /// <param name="cost">Of a map that is drawn, what it took.</param>
    /// <param name="cancel">Stops before anything is written.</param>
    /// <returns>The run's folder name.</returns>
    /// <exception cref="OperationCanceledException">It was to be begun, and someone stopped it in the meantime.</exception>
    public async Task<string> HandleAsync(
        Actor actor, int runId, MapStatus status, string? error = null, StageRecord? cost = null, CancellationToken cancel = default)
    {
        await using var context = await contexts.OpenAsync(actor, Permission.StartRuns, cancel);
        var run = await context.Runs.SingleAsync(r => r.Id == runId, cancel);
        if (status == MapStatus.Drawing && run.Map == MapStatus.Failed) throw new OperationCanceledException("The map was stopped before it was begun.");
        (run.Map, run.MapError) = (status, error);
        if (cost is not null)
        {
            var stages = StoredJson.Parse<List<StageRecord>>(run.Stages).Where(s => s.Stage != cost.Stage);
            run.Stages = JsonSerializer.Serialize<StageRecord[]>([.. stages, cost], JsonFile.Options);
        }

        await context.SaveChangesAsync(cancel);
        maps.Touch(runId);
        runs.Touch(runId);
        return run.Folder;
    }
}
