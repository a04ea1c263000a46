using System.Text.Json;
using Investigator.Access;
using Investigator.Engine;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Runs;
using Investigator.Engine.Tables;
using Investigator.Outcomes;
using Investigator.Runs;
using Investigator.Storage;
using Investigator.Storage.Database;

namespace Investigator.Execution;

/// <summary>Carries one queued run to its end: work folder, pipeline, files into place, then the row.</summary>
/// <remarks>Until the row says Finished the run does not exist for any page. A process that dies before that leaves a work folder, and the next start takes it
/// up again.</remarks>
public sealed partial class RunExecutor(
    BeginRun begin,
    FinishRun finish,
    EndRun end,
    PutBackRun putBack,
    DiskRoom room,
    PersistentWrites writes,
    DataFolder data,
    LedgerQueries ledger,
    RunMonitor monitor,
    RunQueue queue,
    TimeProvider clock,
    ILogger<RunExecutor> log)
{
    /// <summary>Begins the name of the folder in which a run works until it is finished.</summary>
    internal const string WorkPrefix = ".work-";

    private const string NoRoom = "Waiting for room on the disk. Free some space: the run goes on by itself from its last finished stage.";

    /// <summary>
    /// Runs it; failures and cancels end up in the row. A full disk is waited for, and the run goes on after its last finished stage. Only a stop of the whole
    /// process leaves the row as Running, to be resumed.
    /// </summary>
    /// <param name="runId">A queued run.</param>
    /// <param name="stopping">The process is about to end.</param>
    /// <param name="also">Told of progress beside the monitor.</param>
    /// <param name="attempts">How often a write to the database is tried; by default until it is done. With a number, a full disk is not waited for.</param>
    /// <param name="givesWay">Whether people wait for pages meanwhile: then it computes on threads that give way to whatever they want.</param>
    /// <returns>The status it ended with.</returns>
    /// <exception cref="IOException">The disk is full and is not waited for: the run is in the queue again.</exception>
    /// <exception cref="StoreFaultException">The database refused every attempt: row and files stay as they are, and the run can be executed again.</exception>
    public async Task<RunStatus> ExecuteAsync(
        int runId, CancellationToken stopping, IProgress<StageProgress>? also = null, int attempts = int.MaxValue, bool givesWay = true)
    {
        var cancel = queue.Start(runId, stopping);
        try
        {
            var (attempt, furthest) = (0, -1);
            while (true)
            {
                monitor.Begin(runId);
                try
                {
                    await CarryOutAsync(runId, also, attempts, givesWay, cancel.Token);
                    return RunStatus.Finished;
                }
                catch (Exception e) when (FullDisk.Is(e) && e is not StoreFaultException)
                {
                    LogFull(runId, FullDisk.Message(e));
                    var reached = StageNames.Position(monitor.Snapshot(runId)?.Progress?.Stage);
                    (attempt, furthest) = (reached > furthest ? 1 : attempt + 1, Math.Max(reached, furthest));
                    await PutBackAsync(runId, again: attempt > 1, attempts);
                    if (attempts < int.MaxValue) throw;
                    monitor.Hold(runId, NoRoom);
                    await room.WaitAsync(attempt, cancel.Token);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is StoreFaultException || FullDisk.Is(e))
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            await EndAsync(runId, RunStatus.Cancelled, null, attempts, stopping);
            return RunStatus.Cancelled;
        }
        catch (Exception e)
        {
            // Input, memory and files are for the user to mend; the trace is for the rest.
            var reason = Explain(e);
            LogFailed(KnownFault.Words(e) is null ? e : null, runId, reason);
            await EndAsync(runId, RunStatus.Failed, reason, attempts, stopping);
            return RunStatus.Failed;
        }
        finally
        {
            queue.End(runId);
            monitor.Touch(runId, ended: true);
            // What a run needed nobody else does: pages take a tenth of it.
            FreedMemory.Return();
        }
    }

    private async Task CarryOutAsync(int runId, IProgress<StageProgress>? also, int attempts, bool givesWay, CancellationToken cancel)
    {
        var run = await WriteAsync(runId, () => begin.HandleAsync(Actor.Machine, runId, cancel), attempts, cancel);
        var dataset = new DatasetFolder(data.DatasetFolder(run.Dataset!.Folder)).Open();
        var (work, place) = (data.RunFolder(WorkPrefix + run.Folder), data.RunFolder(run.Folder));
        TakeUp(work, place);
        var options = StoredJson.Parse<RunOptions>(run.Options);
        var entries = await ledger.EntriesAsync(dataset.Name, cancel);
        // The pages stay as quick as without a run: its threads give way to them.
        using var threads = givesWay ? new BackgroundThreads(Environment.ProcessorCount + 1) : null;
        var result = await Pipeline.RunAsync(dataset, options, work, new RunRelay(runId, monitor, also), cancel, clock, entries, threads);
        await Task.Run(() => Settle(work, place), CancellationToken.None);
        await WriteAsync(runId, () => finish.HandleAsync(Actor.Machine, runId, result, new RunFolder(place), CancellationToken.None), attempts, cancel);

        // Only now: a process that ends before the row is written finishes the run from its checkpoints.
        RunRetention.TryApply(data, place);
    }

    private Task<T> WriteAsync<T>(int runId, Func<Task<T>> write, int attempts, CancellationToken cancel) =>
        writes.DoAsync(write, attempts, cancel, fault => monitor.Hold(runId, FullDisk.Is(fault) ? NoRoom : "Waiting for the database."));

    /// <summary>Where there is no room for that either, the row says Running while the run is waited for, and the next start sees to it.</summary>
    private async Task PutBackAsync(int runId, bool again, int attempts)
    {
        try
        {
            await writes.DoAsync(() => putBack.HandleAsync(Actor.Machine, runId, again), Math.Min(attempts, 2), CancellationToken.None);
        }
        catch (StoreFaultException e)
        {
            LogFull(runId, e.Message);
        }
    }

    /// <summary>Files may be in place already with only the row's commit missing: put back, every stage stands and the run finishes at once.</summary>
    /// <exception cref="InputException">The files in place are no leftover of this run.</exception>
    private void TakeUp(string work, string place)
    {
        if (!Directory.Exists(place)) return;
        if (data.FindOwned(place) is not { Use: FolderUse.Work } || Directory.Exists(work))
        {
            throw new InputException(
                $"there are results in {place} that this database does not know of", expected: "the newer database that names them; they are left as they are");
        }

        DurableFiles.MoveFolder(place, work);
    }

    /// <summary>
    /// Files, then the folder, then its place, and only then the row: a power cut at any moment leaves a run that is whole or is taken up again.
    /// </summary>
    private static void Settle(string work, string place)
    {
        new RunFolder(work).Seal(Retention.Explain);
        DurableFiles.MoveFolder(work, place);
    }

    private async Task EndAsync(int runId, RunStatus status, string? error, int attempts, CancellationToken stopping)
    {
        var folder = await writes.DoAsync(() => end.HandleAsync(Actor.Machine, runId, status, error), attempts, stopping);
        if (data.FindOwned(data.RunFolder(WorkPrefix + folder)) is { Use: FolderUse.Work } work) work.Remove();
    }

    private static string Explain(Exception e) => KnownFault.Words(e) ?? $"An unexpected error ended the run: {e.Message}";

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {RunId} is in the queue again until there is room: {Problem}")]
    private partial void LogFull(int runId, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {RunId} failed: {Reason}")]
    private partial void LogFailed(Exception? exception, int runId, string reason);
}
