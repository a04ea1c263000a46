using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Engine.Runs;
using Investigator.Runs;
using Investigator.Storage;
using Investigator.Storage.Database;

namespace Investigator.Execution;

/// <summary>Draws the map of a finished run: files into the run's folder, then the row.</summary>
/// <remarks>A process that dies meanwhile leaves a run without a map, and the next start lets it wait for its turn again. The run itself stays whole.</remarks>
public sealed partial class MapExecutor(
    SetMapStatus set,
    DiskRoom room,
    PersistentWrites writes,
    DataFolder data,
    MapMonitor monitor,
    RunQueue queue,
    TimeProvider clock,
    ILogger<MapExecutor> log)
{
    private const string NoRoom = "Waiting for room on the disk. Free some space: the map is drawn by itself then.";

    /// <summary>Draws it; failures and stops end up in the row. A full disk is waited for.</summary>
    /// <param name="runId">A finished run whose map waits.</param>
    /// <param name="stopping">The process is about to end: the row stays as Drawing, and the next start sees to it.</param>
    /// <param name="giveWay">Something more urgent wants the cores: the map waits for its turn again.</param>
    /// <param name="also">Told of progress beside the monitor.</param>
    /// <param name="attempts">How often a write to the database is tried; by default until it is done. With a number, a full disk is not waited for.</param>
    /// <param name="givesWay">Whether people wait for pages meanwhile: then it computes on threads that give way to whatever they want.</param>
    /// <returns>What became of it.</returns>
    public async Task<MapStatus> ExecuteAsync(
        int runId, CancellationToken stopping, CancellationToken giveWay = default, IProgress<StageProgress>? also = null, int attempts = int.MaxValue,
        bool givesWay = true)
    {
        var stop = queue.Start(runId, stopping, isMap: true);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, giveWay);
        monitor.Begin(runId);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await DrawAsync(runId, also, attempts, givesWay, cancel.Token);
                }
                catch (Exception e) when (FullDisk.Is(e) && e is not StoreFaultException && attempts == int.MaxValue)
                {
                    LogFull(runId, FullDisk.Message(e));
                    monitor.Hold(runId, NoRoom);
                    await room.WaitAsync(attempt, cancel.Token);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (StoreFaultException)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            return giveWay.IsCancellationRequested && !stop.IsCancellationRequested
                ? await EndAsync(runId, MapStatus.Waiting, null, attempts, stopping)
                : await EndAsync(runId, MapStatus.Failed, StopMap.Stopped, attempts, stopping);
        }
        catch (Exception e)
        {
            var reason = KnownFault.Words(e) ?? $"An unexpected error ended it: {e.Message}";
            LogFailed(KnownFault.Words(e) is null ? e : null, runId, reason);
            return await EndAsync(runId, MapStatus.Failed, reason, attempts, stopping);
        }
        finally
        {
            queue.End(runId, isMap: true);
            monitor.Touch(runId, ended: true);
            FreedMemory.Return();
        }
    }

    private async Task<MapStatus> DrawAsync(int runId, IProgress<StageProgress>? also, int attempts, bool givesWay, CancellationToken cancel)
    {
        var folder = await WriteAsync(() => set.HandleAsync(Actor.Machine, runId, MapStatus.Drawing, cancel: cancel));
        var run = new RunFolder(data.RunFolder(folder));
        using var threads = givesWay ? new BackgroundThreads(Environment.ProcessorCount + 1) : null;
        var map = await MapDrawing.DrawAsync(run, Retention.Explain, new RunRelay(runId, monitor, also), cancel, clock, threads);
        await WriteAsync(() => set.HandleAsync(Actor.Machine, runId, MapStatus.Drawn, cost: map.Cost, cancel: CancellationToken.None));
        return MapStatus.Drawn;

        Task<string> WriteAsync(Func<Task<string>> write) =>
            writes.DoAsync(write, attempts, cancel, fault => monitor.Hold(runId, FullDisk.Is(fault) ? NoRoom : "Waiting for the database."));
    }

    private async Task<MapStatus> EndAsync(int runId, MapStatus status, string? error, int attempts, CancellationToken stopping)
    {
        await writes.DoAsync(() => set.HandleAsync(Actor.Machine, runId, status, error), attempts, stopping);
        return status;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The map of run {RunId} waits for room on the disk: {Problem}")]
    private partial void LogFull(int runId, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "The map of run {RunId} could not be drawn: {Reason}")]
    private partial void LogFailed(Exception? exception, int runId, string reason);
}
