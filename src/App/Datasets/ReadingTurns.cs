using System.Threading.RateLimiting;
using Investigator.Engine.Core;

namespace Investigator.Datasets;

/// <summary>Turns in which pages have files read: two at a time in the whole process, however many people ask, so that looking at files leaves the app to
/// the others.</summary>
public sealed partial class ReadingTurns(ILogger<ReadingTurns> log) : IDisposable
{
    private const int AtOnce = 2;

    /// <summary>Readings that no cancel reaches, such as those of a disk that went away: with so many of them, the next would be another.</summary>
    private const int MostStuck = 8;

    private readonly ConcurrencyLimiter _turns = new(new() { PermitLimit = AtOnce, QueueLimit = int.MaxValue });
    private int _stuck;

    /// <summary>How long a reading whose time is over is waited for.</summary>
    internal TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Readings that went on after their time, and still do.</summary>
    internal int Stuck => Volatile.Read(ref _stuck);

    /// <summary>Waits for a turn, reads on a thread of its own, and gives the turn back when the reading ends or its time is over.</summary>
    /// <param name="source">What is read, for the message.</param>
    /// <param name="most">What the reading may take by its own account.</param>
    /// <param name="read">The reading; it heeds <paramref name="cancel"/> and its budget itself.</param>
    /// <param name="waiting">Called when others are being read and this one must wait for its turn.</param>
    /// <param name="cancel">Ends the waiting or the reading, within a moment.</param>
    /// <exception cref="InputException">The time is over, or too many readings are stuck.</exception>
    public async Task<T> RunAsync<T>(string source, TimeSpan most, Func<T> read, Action waiting, CancellationToken cancel)
    {
        var turn = await EnterAsync(waiting, cancel);
        if (Stuck >= MostStuck)
        {
            turn.Dispose();
            throw Late(source);
        }

        return await InTurnAsync(turn, read, source, most, cancel);
    }

    public void Dispose() => _turns.Dispose();

    /// <summary>Gives the turn back when the reading ends or its time is over, whatever its thread does.</summary>
    internal async Task<T> InTurnAsync<T>(IDisposable turn, Func<T> read, string source, TimeSpan most, CancellationToken cancel)
    {
        var limit = most + Patience;
        var reading = Task.Factory.StartNew(read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _ = EndAsync(turn, reading, limit);
        try
        {
            return await reading.WaitAsync(limit, cancel);
        }
        catch (TimeoutException)
        {
            throw Late(source);
        }
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

    private async Task EndAsync(IDisposable turn, Task reading, TimeSpan limit)
    {
        var inTime = await Task.WhenAny(reading, Task.Delay(limit)) == reading;
        turn.Dispose();
        if (inTime) return;
        LogStuck(Interlocked.Increment(ref _stuck));
        await Task.WhenAny(reading);
        Interlocked.Decrement(ref _stuck);
    }

    private static InputException Late(string source) => new("the file could not be read in time", value: SourceName.Shown(source),
        expected: "a file on a disk that answers");

    [LoggerMessage(Level = LogLevel.Warning, Message = "A file could not be read in time and the reading does not end; {Count} such readings go on")]
    private partial void LogStuck(int count);
}
