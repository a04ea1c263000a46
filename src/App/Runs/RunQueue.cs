using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Investigator.Runs;

/// <summary>Runs that wait their turn, and the means to stop one. The queue itself is the store's rows with status Queued; this only wakes the
/// worker.</summary>
public sealed class RunQueue
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentDictionary<int, CancellationTokenSource> _running = new();

    internal void Wake() => _wake.Writer.TryWrite(true);

    internal ValueTask<bool> WaitAsync(CancellationToken cancel) => _wake.Reader.ReadAsync(cancel);

    internal CancellationTokenSource Start(int runId, CancellationToken stopping)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _running[runId] = source;
        return source;
    }

    /// <summary>Asks a running run to stop; one that does not run is left alone.</summary>
    internal async Task StopAsync(int runId)
    {
        if (_running.TryGetValue(runId, out var running)) await running.CancelAsync();
    }

    internal void End(int runId)
    {
        if (_running.TryRemove(runId, out var source)) source.Dispose();
    }
}
