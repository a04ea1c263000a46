using Investigator.Access;
using Investigator.Datasets;
using Investigator.Engine.Core;
using Investigator.Runs;
using Investigator.Storage;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Execution;

/// <summary>Makes folder and database agree after whatever ended the last process: interrupted runs are queued again, our leftovers go to the trash.</summary>
/// <remarks>
/// Nothing is moved and no run is taken up unless the database is the one that the files belong to, and what this installation did not make is never touched.
/// </remarks>
public sealed partial class StartupRecovery(IDbContextFactory<InvestigatorContext> contexts, DataFolder data, TrashFolder trash, ILogger<StartupRecovery> log)
{
    /// <summary>What this process's start found.</summary>
    public RecoveryReport Report { get; private set; } = RecoveryReport.Nothing;

    public async Task RunAsync(CancellationToken cancel = default)
    {
        await using var context = await contexts.OpenAsync(Actor.Machine, Permission.RecoverData, cancel);
        var (found, known) = await TakeInventoryAsync(context, cancel);
        var fit = await FitAsync(context, found, known, cancel);
        if (fit == DatabaseFit.Fits)
        {
            await ResumeAsync(context, _ => true, cancel);
            foreach (var dataset in found.Datasets) data.TryKeep(dataset);
            foreach (var run in found.Runs) RunRetention.TryApply(data, run);
            RemoveUnmarked();
            var (moved, stuck) = MoveLeftovers(found.Leftovers);
            Report = new RecoveryReport(fit, moved, stuck, found.Strange, []);
            EmptyTrash();
            FormerFolders.Seal(found);
        }
        else
        {
            Report = await KeptAsync(context, fit, found, cancel);
            LogProblem(Report.Problem!);
        }

        Report = Report with { Damaged = DamageAtStart.Find(data, found, fit) };
        foreach (var damage in Report.Damaged) LogDamaged(damage);
        foreach (var folder in Report.Kept) LogKept(folder);
        foreach (var folder in Report.Strange) LogStrange(folder);
        foreach (var run in Report.Waiting) LogWaiting(run);
    }

    /// <summary>
    /// Looks again after a person said that the database belongs here and what it did not name was entered. Moves nothing, for loads and runs may be at work:
    /// leftovers are the next start's.
    /// </summary>
    internal async Task ReviewAsync(CancellationToken cancel = default)
    {
        await using var context = await contexts.OpenAsync(Actor.Machine, Permission.RecoverData, cancel);
        var (found, _) = await TakeInventoryAsync(context, cancel);
        await InstallationRecord.ReplaceAsync(context, data.Installation, cancel);
        var leftAlone = Report.Waiting;
        if (found.Unnamed.Count > 0)
        {
            Report = (await KeptAsync(context, DatabaseFit.Older, found, cancel)) with { Waiting = leftAlone };
        }
        else
        {
            await ResumeAsync(context, leftAlone.Contains, cancel);
            Report = RecoveryReport.Nothing with { Strange = found.Strange };
        }

        Report = Report with { Damaged = DamageAtStart.Find(data, found, Report.Fit) };
    }

    private async Task<(FolderInventory Found, int Known)> TakeInventoryAsync(InvestigatorContext context, CancellationToken cancel)
    {
        var runs = await context.Runs.Select(r => new { r.Folder, r.Status }).ToDictionaryAsync(r => r.Folder, r => r.Status, cancel);
        var datasets = await context.Datasets.Select(d => d.Folder).ToHashSetAsync(cancel);
        return (FolderInventory.Take(data, runs, datasets), runs.Count + datasets.Count);
    }

    private static async Task<RecoveryReport> KeptAsync(InvestigatorContext context, DatabaseFit fit, FolderInventory found, CancellationToken cancel)
    {
        var waiting = await context.Runs
            .Where(r => r.Status == RunStatus.Queued || r.Status == RunStatus.Running || r.Map == MapStatus.Waiting || r.Map == MapStatus.Drawing)
            .Select(r => r.Id).ToListAsync(cancel);
        return new RecoveryReport(fit, [], [.. found.Leftovers.Concat(found.Unnamed).Select(f => f.Path)], found.Strange, waiting);
    }

    private async Task ResumeAsync(InvestigatorContext context, Func<int, bool> isInterrupted, CancellationToken cancel)
    {
        foreach (var run in (await context.Runs.Where(r => r.Status == RunStatus.Running).ToListAsync(cancel)).Where(r => isInterrupted(r.Id)))
        {
            run.Status = RunStatus.Queued;
            run.Resumed++;
            LogResumed(run.Id);
        }

        foreach (var run in (await context.Runs.Where(r => r.Map == MapStatus.Drawing).ToListAsync(cancel)).Where(r => isInterrupted(r.Id)))
        {
            run.Map = MapStatus.Waiting;
            LogMapResumed(run.Id);
        }

        await context.SaveChangesAsync(cancel);
    }

    private async Task<DatabaseFit> FitAsync(InvestigatorContext context, FolderInventory found, int known, CancellationToken cancel)
    {
        var id = await InstallationRecord.ReadAsync(context, cancel);
        if (id is not null && id != data.Installation) return DatabaseFit.OtherInstallation;
        if (id is null)
        {
            // A database without an id is taken in only where it leaves nothing out.
            if (found.Unnamed.Count + found.Leftovers.Count > 0 && known == 0) return DatabaseFit.New;
            if (found.Unnamed.Count > 0) return DatabaseFit.Older;
            await InstallationRecord.WriteAsync(context, data.Installation, cancel);
        }

        if (found.Unnamed.Count > 0) return known == 0 ? DatabaseFit.Empty : DatabaseFit.Older;
        return known == 0 && found.Leftovers.Count > 0 ? DatabaseFit.Empty : DatabaseFit.Fits;
    }

    /// <summary>Names that begin with a dot are those of work: nobody else makes such folders here, and what is empty is no loss.</summary>
    private void RemoveUnmarked()
    {
        foreach (var folder in ((string[])[data.Datasets, data.Runs]).SelectMany(static parent => Directory.GetDirectories(parent, ".*")))
        {
            try
            {
                if (OwnedFolder.RemoveUnmarked(folder)) LogUnmarked(folder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                LogStuck(folder, e.Message);
            }
        }
    }

    private (List<string> Moved, List<string> Stuck) MoveLeftovers(IReadOnlyList<OwnedFolder> leftovers)
    {
        var (moved, stuck) = (new List<string>(), new List<string>());
        foreach (var leftover in leftovers)
        {
            try
            {
                if (leftover.Path == data.Scratch)
                {
                    // Gigabytes of what tables spilled are of use to nobody, and the work of this process needs the folder.
                    leftover.Clear();
                    continue;
                }

                var place = trash.Put(leftover);
                moved.Add(place);
                LogMoved(leftover.Path, place);
            }
            catch (Exception e) when (e is InputException or IOException or UnauthorizedAccessException or InvalidOperationException)
            {
                stuck.Add(leftover.Path);
                LogStuck(leftover.Path, e.Message);
            }
        }

        OwnedFolder.Make(data.Scratch);
        return (moved, stuck);
    }

    private void EmptyTrash()
    {
        var (removed, stuck) = trash.Empty();
        if (removed > 0) LogEmptied(removed, trash.Retention.TotalDays);
        foreach (var path in stuck) LogNotEmptied(path);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {RunId} was interrupted and is queued again")]
    private partial void LogResumed(int runId);

    [LoggerMessage(Level = LogLevel.Information, Message = "The drawing of run {RunId}'s map was interrupted; it is drawn when its turn comes")]
    private partial void LogMapResumed(int runId);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Folder} was left empty by a process that ended early; it is removed")]
    private partial void LogUnmarked(string folder);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Folder} was left by a process that ended early; it is now in {Place}")]
    private partial void LogMoved(string folder, string place);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Folder} was left by a process that ended early and could not be moved: {Reason}")]
    private partial void LogStuck(string folder, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Count} folders that had been in the trash for more than {Days} days")]
    private partial void LogEmptied(int count, double days);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path} in the trash could not be removed or looked into, and stays")]
    private partial void LogNotEmptied(string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nothing was moved or removed. {Problem}")]
    private partial void LogProblem(string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Damaged: {Damage}")]
    private partial void LogDamaged(string damage);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Left as it is: {Folder}, which the database does not name")]
    private partial void LogKept(string folder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Left as it is: run {RunId}, which the database has as waiting or running, or its map")]
    private partial void LogWaiting(int runId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Left as it is: {Folder}, which this installation did not make")]
    private partial void LogStrange(string folder);
}
