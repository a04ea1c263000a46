using System.Threading.RateLimiting;
using Investigator.Engine.Ingest;

namespace Investigator.Datasets;

/// <summary>A source's first rows, and the mapping guessed from them.</summary>
public sealed record SourceGuess(OfferedSource Transactions, SourcePreview TransactionsPreview, OfferedSource? Events, SourcePreview? EventsPreview,
    MappingGuess Guess);

/// <summary>Reads sources for pages: two at a time in the whole process, however many people ask, so that looking at files leaves the app to the
/// others.</summary>
public sealed class PreviewReader(AllowedSources sources) : IDisposable
{
    private const int AtOnce = 2;

    private readonly ConcurrencyLimiter _turns = new(new() { PermitLimit = AtOnce, QueueLimit = int.MaxValue });

    /// <summary>What one reading may cost.</summary>
    public PreviewBudget Budget { get; internal set; } = new();

    /// <param name="transactions">A source's id.</param>
    /// <param name="events">Another's, or null.</param>
    /// <param name="rows">Rows to show of each.</param>
    /// <param name="waiting">Called when others are being read and this one must wait for its turn.</param>
    /// <param name="cancel">Ends the waiting or the reading, within a moment.</param>
    /// <exception cref="Engine.Core.InputException">A source is not allowed, is not a table, or asks for more than the budget.</exception>
    public async Task<SourceGuess> ReadAsync(string transactions, string? events, int rows, Action waiting, CancellationToken cancel)
    {
        using var turn = await EnterAsync(waiting, cancel);
        return await Task.Run(() => Read(transactions, events, rows, cancel), cancel);
    }

    /// <summary>Takes one of the turns until disposed.</summary>
    internal async Task<IDisposable> EnterAsync(Action waiting, CancellationToken cancel)
    {
        var turn = _turns.AttemptAcquire();
        if (turn.IsAcquired) return turn;
        turn.Dispose();
        waiting();
        return await _turns.AcquireAsync(cancellationToken: cancel);
    }

    public void Dispose() => _turns.Dispose();

    private SourceGuess Read(string transactions, string? events, int rows, CancellationToken cancel)
    {
        var (first, second) = (Preview(transactions), events is null ? null : Preview(events));
        var guess = MappingGuess.From(first, second, cancel);
        return new SourceGuess(sources.Describe(transactions)!, first, events is null ? null : sources.Describe(events), second, guess);

        SourcePreview Preview(string id) => SourcePreview.Read(sources.Resolve(id), rows, Budget, cancel);
    }
}
