using Investigator.Datasets;
using Investigator.Engine.Ingest;
using Investigator.Runs;
using Investigator.Storage;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Execution;

/// <summary>Makes folder and store agree after whatever ended the last process: interrupted runs are queued again, and files that no row names are removed.</summary>
public sealed partial class StartupSweep(IDbContextFactory<InvestigatorContext> contexts, DataFolder data, ILogger<StartupSweep> log)
{
    public async Task RunAsync(CancellationToken cancel = default)
    {
        await using var context = await contexts.OpenAsync(Actor.Machine, cancel);
        foreach (var run in await context.Runs.Where(r => r.Status == RunStatus.Running).ToListAsync(cancel))
        {
            // Its files may already be in place with only the row's commit missing: put them back, every stage stands and it finishes at once.
            var (place, work) = (data.RunFolder(run.Folder), RunExecutor.WorkFolder(data, run.Folder));
            if (Directory.Exists(place) && !Directory.Exists(work)) Directory.Move(place, work);
            run.Status = RunStatus.Queued;
            run.Resumed++;
            LogResumed(run.Id);
        }

        await context.SaveChangesAsync(cancel);
        var finished = await context.Runs.Where(r => r.Status == RunStatus.Finished).Select(r => r.Folder).ToListAsync(cancel);
        var waiting = await context.Runs.Where(r => r.Status == RunStatus.Queued).Select(r => r.Folder).ToListAsync(cancel);
        Keep(data.Runs, [.. finished, .. waiting.Select(folder => Path.GetFileName(RunExecutor.WorkFolder(data, folder)))]);
        DatasetLoader.Sweep(data.Datasets);
        Keep(data.Datasets, [.. await context.Datasets.Select(d => d.Folder).ToListAsync(cancel)]);
    }

    private void Keep(string parent, HashSet<string> named)
    {
        foreach (var folder in Directory.EnumerateDirectories(parent).Where(path => !named.Contains(Path.GetFileName(path))))
        {
            LogRemoved(folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {RunId} was interrupted and is queued again")]
    private partial void LogResumed(int runId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Folder}: nothing names it")]
    private partial void LogRemoved(string folder);
}
