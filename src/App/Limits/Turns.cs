using System.Threading.RateLimiting;

namespace Investigator.Limits;

/// <summary>What an endpoint that makes answers competes with.</summary>
internal enum TurnKind
{
    /// <summary>Files that are made when they are asked for.</summary>
    Exports,

    /// <summary>Short reads behind the map, files that lie ready, and selections.</summary>
    Reads,
}

/// <summary>Marks an endpoint that takes turns with its like.</summary>
internal sealed record TakesTurns(TurnKind Kind);

/// <summary>Data endpoints take turns: so many make an answer at once, so many wait, and the others are told when to come back.</summary>
internal sealed class Turns(LimitOptions limits) : IDisposable
{
    private readonly ConcurrencyLimiter _exports = Make(limits.Exports, limits.ExportsWaiting);
    private readonly ConcurrencyLimiter _reads = Make(limits.Reads, limits.ReadsWaiting);

    /// <summary>Waits for a turn. Dispose it when the answer is made.</summary>
    /// <returns>Not acquired when too many wait already.</returns>
    public ValueTask<RateLimitLease> TakeAsync(TurnKind kind, CancellationToken cancel) =>
        (kind == TurnKind.Exports ? _exports : _reads).AcquireAsync(1, cancel);

    public void Dispose()
    {
        _exports.Dispose();
        _reads.Dispose();
    }

    private static ConcurrencyLimiter Make(int atOnce, int waiting) => new(
        new ConcurrencyLimiterOptions { PermitLimit = atOnce, QueueLimit = waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });
}
