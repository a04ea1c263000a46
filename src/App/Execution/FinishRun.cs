using System.Text.Json;
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
    /// <returns>False for a run that is finished already: the commit was done and only the answer was lost.</returns>
    public async Task<bool> HandleAsync(Actor actor, int runId, RunResult result, CancellationToken cancel = default)
    {
        await using var context = await contexts.OpenAsync(actor, cancel);
        var run = await context.Runs.SingleAsync(r => r.Id == runId, cancel);
        if (run.Status == RunStatus.Finished) return false;
        run.FinishedAt = clock.GetUtcNow().UtcDateTime;
        Enter(context, run, result);
        await context.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>Fills the row of a run that has its id, and adds its findings and rules.</summary>
    internal static void Enter(InvestigatorContext context, RunEntity run, RunResult result)
    {
        run.Status = RunStatus.Finished;
        run.Device = result.Record.Device;
        run.Stages = JsonSerializer.Serialize(result.Record.Stages, JsonFile.Options);
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
