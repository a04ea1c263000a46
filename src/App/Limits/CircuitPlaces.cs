using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Investigator.Limits;

/// <summary>Counts what open tabs hold: circuits, connections that have no circuit yet, and connections asked for but not made yet.</summary>
internal sealed class CircuitPlaces(LimitOptions limits, TimeProvider clock) : CircuitHandler
{
    private readonly Lock _gate = new();
    private readonly Queue<long> _reservations = [];
    private int _circuits;
    private int _connections;
    private int _connected;

    /// <summary>Whether another tab finds a place.</summary>
    public bool HasRoom
    {
        get
        {
            lock (_gate) return Held() < limits.Circuits;
        }
    }

    /// <summary>Keeps a place for a tab that has asked for a connection.</summary>
    /// <returns>False when there is none.</returns>
    public bool TryReserve()
    {
        lock (_gate)
        {
            if (Held() >= limits.Circuits) return false;
            _reservations.Enqueue(clock.GetTimestamp());
            return true;
        }
    }

    /// <summary>Takes the place that was kept, or another. Dispose it when the connection ends.</summary>
    /// <returns>Null when there is none.</returns>
    public IDisposable? TryConnect()
    {
        lock (_gate)
        {
            // Counted first: a place that was kept for too long is no longer there to be taken.
            var isFull = Held() >= limits.Circuits;
            if (!_reservations.TryDequeue(out _) && isFull) return null;
            _connections++;
            return new Connection(this);
        }
    }

    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken) => Count(ref _circuits, 1);

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken) => Count(ref _circuits, -1);

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken) => Count(ref _connected, 1);

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken) => Count(ref _connected, -1);

    private Task Count(ref int what, int by)
    {
        lock (_gate) what += by;
        return Task.CompletedTask;
    }

    private int Held()
    {
        while (_reservations.TryPeek(out var asked) && clock.GetElapsedTime(asked) > limits.Reservation) _reservations.Dequeue();
        return _circuits + Math.Max(0, _connections - _connected) + _reservations.Count;
    }

    private sealed class Connection(CircuitPlaces places) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0) places.Count(ref places._connections, -1);
        }
    }
}
