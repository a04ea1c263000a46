using System.Text.Json;
using Investigator.Access;
using Investigator.Engine.Runs;
using Investigator.Engine.Tables;
using Investigator.Findings;
using Investigator.Rules;
using Investigator.Runs;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Execution;

/// <summary>Enters what a run found into the store, all at once: from then on pages show it.</summary>
public sealed class FinishRun(IDbContextFactory<InvestigatorContext> contexts, TimeProvider clock)
{
    /// <param name="actor">Who writes.</param>
    /// <param name="runId">The run.</param>
    /// <param name="result">What it found.</param>
    /// <param name="folder">Where that lies.</param>
    /// <param name="cancel">Stops before anything is written.</param>
    /// <returns>False for a run that is finished already: the commit was done and only the answer was lost.</returns>
    public async Task<bool> HandleAsync(Actor actor, int runId, RunResult result, RunFolder folder, CancellationToken cancel = default)
    {
        await using var context = await contexts.OpenAsync(actor, Permission.StartRuns, cancel);
        var run = await context.Runs.SingleAsync(r => r.Id == runId, cancel);
        if (run.Status == RunStatus.Finished) return false;
        run.FinishedAt = clock.GetUtcNow().UtcDateTime;
        Enter(context, run, result, folder);
        await context.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>Fills the row of a run that has its id, and adds its findings and rules.</summary>
    internal static void Enter(InvestigatorContext context, RunEntity run, RunResult result, RunFolder folder)
    {
        run.Status = RunStatus.Finished;
        run.Map = folder.HasMap ? MapStatus.Drawn : folder.CanDrawMap ? MapStatus.Waiting : MapStatus.None;
        run.Device = result.Record.Device;
        StageRecord[] ofMap = folder.FindMapRecord() is { } map ? [map.Cost] : [];
        run.Stages = JsonSerializer.Serialize<StageRecord[]>([.. result.Record.Stages, .. ofMap], JsonFile.Options);
        run.Transactions = result.Record.Transactions;
        run.ClusterCount = result.Record.Clusters;
        run.FindingCount = result.Record.Findings;
        run.RiskyCount = result.Record.RiskyFindings;
        run.NoiseCount = result.Record.Noise;
        context.Findings.AddRange(
            result.Risks.Select(risk => RunMapper.Finding(run.Id, risk, result.Findings.Items[risk.Finding], result.Narratives[risk.Finding])));
        context.Rules.AddRange(result.Rules.Select(rule => RunMapper.Rule(run.Id, rule)));
    }
}
