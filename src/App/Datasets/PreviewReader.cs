using System.Threading.RateLimiting;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Guess;
using Investigator.Engine.Ingest.Sources;

namespace Investigator.Datasets;

/// <summary>A source's first rows, and the mapping guessed from them.</summary>
public sealed record SourceGuess(OfferedSource Transactions, SourcePreview TransactionsPreview, OfferedSource? Events, SourcePreview? EventsPreview,
    MappingGuess Guess);

/// <summary>Reads sources for pages: two at a time in the whole process, however many people ask, so that looking at files leaves the app to the
/// others.</summary>
public sealed partial class PreviewReader(AllowedSources sources, ILogger<PreviewReader> log) : IDisposable
{
    private const int AtOnce = 2;

    /// <summary>Readings that no cancel reaches, such as those of a disk that went away: with so many of them, the next would be another.</summary>
    private const int MostStuck = 8;

    /// <summary>Columns whose words are looked for in the whole file: the decision and the outcome.</summary>
    private const int WholeColumns = 2;

    /// <summary>How long a reading whose time is over is waited for.</summary>
    internal TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(5);

    private readonly ConcurrencyLimiter _turns = new(new() { PermitLimit = AtOnce, QueueLimit = int.MaxValue });
    private int _stuck;

    /// <summary>What one reading may cost.</summary>
    public PreviewBudget Budget { get; internal set; } = new();

    /// <param name="transactions">A source's id.</param>
    /// <param name="events">Another's, or null.</param>
    /// <param name="rows">Rows to show of each.</param>
    /// <param name="waiting">Called when others are being read and this one must wait for its turn.</param>
    /// <param name="cancel">Ends the waiting or the reading, within a moment.</param>
    /// <exception cref="InputException">A source is not allowed, is not a table, or asks for more than the budget.</exception>
    public async Task<SourceGuess> ReadAsync(string transactions, string? events, int rows, Action waiting, CancellationToken cancel)
    {
        var turn = await EnterAsync(waiting, cancel);
        if (Stuck >= MostStuck)
        {
            turn.Dispose();
            throw Late(transactions);
        }

        return await InTurnAsync(turn, () => Read(transactions, events, rows, cancel), transactions, cancel);
    }

    /// <summary>Readings that went on after their time, and still do.</summary>
    internal int Stuck => Volatile.Read(ref _stuck);

    /// <summary>Gives the turn back when the reading ends or its time is over, whatever its thread does.</summary>
    internal async Task<T> InTurnAsync<T>(IDisposable turn, Func<T> read, string source, CancellationToken cancel)
    {
        var most = (2 * Budget.Time) + (WholeColumns * Budget.ValuesTime) + Patience;
        var reading = Task.Factory.StartNew(read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _ = EndAsync(turn, reading, most);
        try
        {
            return await reading.WaitAsync(most, cancel);
        }
        catch (TimeoutException)
        {
            throw Late(source);
        }
    }

    private async Task EndAsync(IDisposable turn, Task reading, TimeSpan most)
    {
        var inTime = await Task.WhenAny(reading, Task.Delay(most)) == reading;
        turn.Dispose();
        if (inTime) return;
        LogStuck(Interlocked.Increment(ref _stuck));
        await Task.WhenAny(reading);
        Interlocked.Decrement(ref _stuck);
    }

    private static InputException Late(string source) => new("the file could not be read in time", value: SourceName.Shown(source),
        expected: "a file on a disk that answers");

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
        using var first = Preview(transactions, TableNames.Transactions);
        using var second = events is null ? null : Preview(events, TableNames.Events);
        var guess = MappingGuess.From(first, second, cancel);
        return new SourceGuess(Describe(transactions), first, events is null ? null : Describe(events), second, guess);

        SourcePreview Preview(string id, string table) => SourcePreview.Read(sources.Resolve(id), rows, Budget, cancel, held: true, table: table);

        OfferedSource Describe(string id) => sources.Describe(id)
            ?? throw new InputException("the file is not there any more", value: SourceName.Shown(id), expected: "a file that stays where it is");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A file could not be read in time and the reading does not end; {Count} such readings go on")]
    private partial void LogStuck(int count);
}
