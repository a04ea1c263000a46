using System.Text.Json;
using Investigator.Engine;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;
using Investigator.Outcomes;
using Investigator.Runs;
using Investigator.Storage;
using Investigator.Storage.Database;

namespace Investigator.Execution;

/// <summary>Carries one queued run to its end: work folder, pipeline, files into place, then the row.</summary>
/// <remarks>Until the row says Finished the run does not exist for any page. A process that dies before that leaves a work folder, and the next start takes it up again.</remarks>
public sealed partial class RunExecutor(
    BeginRun begin, FinishRun finish, EndRun end, DataFolder data, LedgerQueries ledger, RunMonitor monitor, RunQueue queue, TimeProvider clock, ILogger<RunExecutor> log)
{
    /// <summary>The folder in which a run works until it is finished.</summary>
    internal static string WorkFolder(DataFolder data, string folder) => data.RunFolder(".work-" + folder);

    /// <summary>Runs it; failures and cancels end up in the row. Only a stop of the whole process leaves the row as Running, to be resumed.</summary>
    /// <returns>The status it ended with.</returns>
    public async Task<RunStatus> ExecuteAsync(int runId, CancellationToken stopping, IProgress<StageProgress>? also = null)
    {
        var cancel = queue.Start(runId, stopping);
        monitor.Begin(runId);
        try
        {
            var run = await begin.HandleAsync(Actor.Machine, runId, stopping);
            var dataset = Dataset.Open(data.DatasetFolder(run.Dataset!.Folder));
            var work = WorkFolder(data, run.Folder);
            var options = JsonSerializer.Deserialize<RunOptions>(run.Options, JsonFile.Options)!;
            var entries = await ledger.EntriesAsync(dataset.Name, cancel.Token);
            var result = await Pipeline.RunAsync(dataset, options, work, new Relay(runId, monitor, also), cancel.Token, clock, entries);
            Directory.Move(work, data.RunFolder(run.Folder));
            await finish.HandleAsync(Actor.Machine, runId, result, CancellationToken.None);
            return RunStatus.Finished;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            await EndAsync(runId, RunStatus.Cancelled, null);
            return RunStatus.Cancelled;
        }
        catch (Exception e)
        {
            // Input and disk are for the user to mend; the trace is for the rest.
            var reason = Explain(e);
            LogFailed(e is InputException || FullDisk.Is(e) ? null : e, runId, reason);
            await EndAsync(runId, RunStatus.Failed, reason);
            return RunStatus.Failed;
        }
        finally
        {
            queue.End(runId);
            monitor.Touch(runId, ended: true);
        }
    }

    private async Task EndAsync(int runId, RunStatus status, string? error)
    {
        var work = WorkFolder(data, await end.HandleAsync(Actor.Machine, runId, status, error));
        if (Directory.Exists(work)) Directory.Delete(work, recursive: true);
    }

    private static string Explain(Exception e) => e switch
    {
        InputException => e.Message,
        _ when FullDisk.Is(e) => FullDisk.Message(e),
        OutOfMemoryException => "There was not enough memory for this run: choose fewer rows or a machine with more.",
        _ => $"An unexpected error ended the run: {e.Message}",
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {RunId} failed: {Reason}")]
    private partial void LogFailed(Exception? exception, int runId, string reason);

    private sealed class Relay(int runId, RunMonitor monitor, IProgress<StageProgress>? also) : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
            monitor.Report(runId, value);
            also?.Report(value);
        }
    }
}
