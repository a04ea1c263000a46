using Investigator.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Execution;

/// <summary>Writes to the database that must not be lost to a fault that passes: they are tried again, at longer and longer intervals.</summary>
public sealed partial class PersistentWrites(TimeProvider clock, ILogger<PersistentWrites> log)
{
    // SQLITE_CONSTRAINT: the rows break a rule of their table and always will; unless it was a trigger (SQLITE_CONSTRAINT_TRIGGER): ours
    // guard the audit's entries, which no write of ours changes.
    private const int SqliteConstraint = 19;
    private const int SqliteTrigger = 1811;

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <param name="write">One transaction, done again as a whole.</param>
    /// <param name="attempts">How often it is tried.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <param name="onFault">Told of each fault that is waited for.</param>
    /// <exception cref="StoreFaultException">Every attempt failed.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended, or the write itself says that the run was cancelled.</exception>
    /// <remarks>A fault that does not pass is thrown as it is, at once.</remarks>
    public async Task<T> DoAsync<T>(Func<Task<T>> write, int attempts, CancellationToken cancel, Action<Exception>? onFault = null)
    {
        var pause = Shortest;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await write();
            }
            catch (Exception e) when (MayPass(e))
            {
                if (attempt >= attempts) throw new StoreFaultException(e);
                onFault?.Invoke(e);
                LogFault(FullDisk.Is(e) ? FullDisk.Message(e) : e.GetBaseException().Message, pause.TotalSeconds);
            }

            await Task.Delay(pause, clock, cancel);
            pause = pause * 2 < Longest ? pause * 2 : Longest;
        }
    }

    private static bool MayPass(Exception fault) => fault switch
    {
        SqliteException { SqliteErrorCode: SqliteConstraint } refused => refused.SqliteExtendedErrorCode == SqliteTrigger,
        SqliteException or IOException or DbUpdateConcurrencyException => true,
        { InnerException: { } inner } => MayPass(inner),
        _ => false,
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "The database could not be written and is tried again in {Seconds} s: {Problem}")]
    private partial void LogFault(string problem, double seconds);
}
