using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Investigator.Engine;
using Investigator.Engine.Tables;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Runs;

/// <summary>Runs that wait their turn. The queue is the store's rows with status Queued; the channel only wakes the worker.</summary>
public sealed class RunQueue(IDbContextFactory<InvestigatorContext> contexts, RunMonitor monitor, TimeProvider clock)
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentDictionary<int, CancellationTokenSource> _running = new();

    /// <summary>Adds a run and returns its id at once.</summary>
    public async Task<int> EnqueueAsync(int datasetId, RunOptions options, CancellationToken cancel = default)
    {
        options.Validate();
        await using var context = await contexts.CreateDbContextAsync(cancel);
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
        _wake.Writer.TryWrite(true);
        return run.Id;
    }

    /// <summary>Takes a waiting run out of the queue, or stops a running one within a second. Does nothing to one that has ended.</summary>
    public async Task CancelAsync(int runId, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var now = clock.GetUtcNow().UtcDateTime;
        var waiting = await context.Runs.Where(r => r.Id == runId && r.Status == RunStatus.Queued)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, RunStatus.Cancelled).SetProperty(r => r.FinishedAt, now), cancel);
        if (waiting == 0 && _running.TryGetValue(runId, out var running)) await running.CancelAsync();
        monitor.Touch(runId);
    }

    internal ValueTask<bool> WaitAsync(CancellationToken cancel) => _wake.Reader.ReadAsync(cancel);

    internal CancellationTokenSource Start(int runId, CancellationToken stopping)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _running[runId] = source;
        return source;
    }

    internal void End(int runId)
    {
        if (_running.TryRemove(runId, out var source)) source.Dispose();
    }
}
