using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Investigator.Runs;

/// <summary>Runs that wait their turn, and the means to stop one. The queue itself is the store's rows with status Queued; this only wakes the
/// worker.</summary>
public sealed class RunQueue
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentDictionary<(int Run, bool IsMap), CancellationTokenSource> _running = new();

    internal void Wake() => _wake.Writer.TryWrite(true);

    internal ValueTask<bool> WaitAsync(CancellationToken cancel) => _wake.Reader.ReadAsync(cancel);

    /// <param name="runId">The run.</param>
    /// <param name="stopping">Stops it too.</param>
    /// <param name="isMap">Whether it is the run's map that is begun, not the run.</param>
    internal CancellationTokenSource Start(int runId, CancellationToken stopping, bool isMap = false)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _running[(runId, isMap)] = source;
        return source;
    }

    /// <summary>Asks a running run, or the drawing of its map, to stop; what is not at work is left alone.</summary>
    internal async Task StopAsync(int runId, bool isMap = false)
    {
        if (_running.TryGetValue((runId, isMap), out var running)) await running.CancelAsync();
    }

    internal void End(int runId, bool isMap = false)
    {
        if (_running.TryRemove((runId, isMap), out var source)) source.Dispose();
    }
}
