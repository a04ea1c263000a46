using Investigator.Engine.Core;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Investigator.Limits;

/// <summary>Gives memory back when the last tab has been closed: then nobody notices the pause.</summary>
internal sealed class IdleMemory(TimeProvider clock) : CircuitHandler, IDisposable
{
    /// <summary>Whoever reloads a page closes one circuit and opens the next.</summary>
    public static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private ITimer? _timer;
    private int _open;

    /// <summary>How it is given back.</summary>
    public Action GiveBack { get; init; } = FreedMemory.Return;

    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Count(1);
        return Task.CompletedTask;
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Count(-1);
        return Task.CompletedTask;
    }

    public void Dispose() => _timer?.Dispose();

    internal void Count(int by)
    {
        lock (_gate)
        {
            _open += by;
            _timer?.Dispose();
            _timer = _open == 0 ? clock.CreateTimer(_ => GiveBack(), null, Calm, Timeout.InfiniteTimeSpan) : null;
        }
    }
}
