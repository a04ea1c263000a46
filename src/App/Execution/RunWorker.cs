using Investigator.Runs;
using Investigator.Storage;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Execution;

/// <summary>
/// Takes queued runs one at a time, oldest first: a run wants all cores. One that waits for room on the disk keeps its place, for the next would need as much.
/// When no run waits, it draws the maps of those that are finished, the newest first. A drawing that a run comes upon is finished first where that takes a
/// minute at most; otherwise it gives way, and begins anew when no run waits.
/// </summary>
public sealed partial class RunWorker(
    IDbContextFactory<InvestigatorContext> contexts,
    RunQueue queue,
    MapMonitor maps,
    StartupRecovery recovery,
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<RunWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>How often a drawing looks whether a run waits.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>How long a run waits for a map at most.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await NextAsync(stoppingToken) is { } runId) await CarryOutAsync(runId, stoppingToken);
                else if (await NextMapAsync(stoppingToken) is { } mapless) await DrawAsync(mapless, stoppingToken);
                else await queue.WaitAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // The process ends, or could not begin: whoever ended it says why.
                return;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it is, it must not end the app: people go on reading, and the next start finds what was in work.
                LogFault(FullDisk.Is(e) ? null : e, FullDisk.Is(e) ? FullDisk.Message(e) : e.Message);
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
    }

    private async Task CarryOutAsync(int runId, CancellationToken stopping)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<RunExecutor>().ExecuteAsync(runId, stopping);
    }

    private async Task DrawAsync(int runId, CancellationToken stopping)
    {
        await using var scope = scopes.CreateAsyncScope();
        using var giveWay = new CancellationTokenSource();
        var drawing = scope.ServiceProvider.GetRequiredService<MapExecutor>().ExecuteAsync(runId, stopping, giveWay.Token);
        try
        {
            while (await Task.WhenAny(drawing, Task.Delay(Interval, clock, CancellationToken.None)) != drawing)
            {
                if (TakesLong(runId) && await NextAsync(CancellationToken.None) is not null) await giveWay.CancelAsync();
            }
        }
        finally
        {
            await drawing;
        }
    }

    private bool TakesLong(int runId) => maps.Snapshot(runId) is not { Held: null, Progress.Remaining: { } remaining } || remaining > Patience;

    private async Task<int?> NextMapAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var leftAlone = recovery.Report.Waiting;
        var waiting = context.Runs.Where(r => r.Status == RunStatus.Finished && r.Map == MapStatus.Waiting && !leftAlone.Contains(r.Id));
        return await waiting.OrderByDescending(r => r.Id).Select(r => (int?)r.Id).FirstOrDefaultAsync(cancel);
    }

    private async Task<int?> NextAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var leftAlone = recovery.Report.Waiting;
        var waiting = context.Runs.Where(r => r.Status == RunStatus.Queued && !leftAlone.Contains(r.Id));
        return await waiting.OrderBy(r => r.Id).Select(r => (int?)r.Id).FirstOrDefaultAsync(cancel);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The runs that wait are looked at again in a moment: {Problem}")]
    private partial void LogFault(Exception? fault, string problem);
}
