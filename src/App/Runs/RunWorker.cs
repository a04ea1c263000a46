using Investigator.Store;
using Investigator.Store.Entities;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Runs;

/// <summary>Takes queued runs one at a time, oldest first: a run wants all cores.</summary>
public sealed class RunWorker(IDbContextFactory<InvestigatorContext> contexts, RunQueue queue, RunExecutor executor) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await NextAsync(stoppingToken) is { } runId)
            {
                await executor.ExecuteAsync(runId, stoppingToken);
            }
            else
            {
                await queue.WaitAsync(stoppingToken);
            }
        }
    }

    private async Task<int?> NextAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Runs.Where(r => r.Status == RunStatus.Queued).OrderBy(r => r.Id).Select(r => (int?)r.Id).FirstOrDefaultAsync(cancel);
    }
}
