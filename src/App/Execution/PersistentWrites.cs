using Investigator.Storage;

namespace Investigator.Execution;

/// <summary>Writes to the database that must not be lost to a fault that passes: they are tried again, at longer and longer intervals.</summary>
public sealed partial class PersistentWrites(TimeProvider clock, ILogger<PersistentWrites> log)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <param name="write">One transaction, done again as a whole.</param>
    /// <param name="attempts">How often it is tried.</param>
    /// <param name="stopping">Ends the waiting.</param>
    /// <exception cref="StoreFaultException">Every attempt failed.</exception>
    /// <exception cref="OperationCanceledException">The process stops, or the write itself says that the run was cancelled.</exception>
    public async Task<T> DoAsync<T>(Func<Task<T>> write, int attempts, CancellationToken stopping)
    {
        var pause = Shortest;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await write();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                if (attempt >= attempts) throw new StoreFaultException(e);
                LogFault(FullDisk.Is(e) ? FullDisk.Message(e) : e.GetBaseException().Message, pause.TotalSeconds);
            }

            await Task.Delay(pause, clock, stopping);
            pause = pause * 2 < Longest ? pause * 2 : Longest;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The database could not be written and is tried again in {Seconds} s: {Problem}")]
    private partial void LogFault(string problem, double seconds);
}
