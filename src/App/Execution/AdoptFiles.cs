using System.Text.Json;
using Investigator.Access;
using Investigator.Datasets;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Runs;
using Investigator.Engine.Tables;
using Investigator.Runs;
using Investigator.Storage;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Execution;

/// <summary>
/// Brings the datasets and runs of a data folder back into a database that does not name them, from their own files and where they lie. After that the database
/// is this installation's.
/// </summary>
public sealed partial class AdoptFiles(
    IDbContextFactory<InvestigatorContext> contexts,
    RegisterDataset register,
    ImportRun import,
    FinishRun finish,
    StartupRecovery recovery,
    RunQueue queue,
    RunMonitor monitor,
    DataFolder data,
    TimeProvider clock,
    ILogger<AdoptFiles> log)
{
    private static readonly SemaphoreSlim Turn = new(1, 1);

    private readonly List<LeftFolder> _left = [];
    private Dictionary<string, (int Id, DatasetFolder Folder)> _datasets = [];
    private Dictionary<string, (int Id, RunStatus Status)> _runs = [];

    /// <exception cref="InputException">The database is another installation's and speaks of files that are not here; nothing was changed.</exception>
    public async Task<AdoptionReport> HandleAsync(Actor actor, CancellationToken cancel = default)
    {
        actor.Require(Permission.RecoverData);
        await Turn.WaitAsync(cancel);
        try
        {
            _left.Clear();
            await RequireOwnAsync(cancel);
            var datasets = await AdoptDatasetsAsync(actor, cancel);
            await ReadRowsAsync(cancel);
            var runs = await AdoptRunsAsync(actor, cancel);
            var resumed = await QueueUnfinishedAsync(actor, cancel);
            await recovery.ReviewAsync(cancel);
            queue.Wake();
            foreach (var left in _left) LogLeft(left.Folder, left.Reason);
            LogAdopted(Wording.Counted(datasets, "dataset"), Wording.Counted(runs, "finished run"), Wording.Counted(resumed, "unfinished run"));
            return new AdoptionReport(datasets, runs, resumed, [.. _left]);
        }
        finally
        {
            Turn.Release();
        }
    }

    private async Task RequireOwnAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await InstallationRecord.ReadAsync(context, cancel) is not { } id || id == data.Installation) return;
        var datasets = await context.Datasets.Select(d => d.Folder).ToListAsync(cancel);
        var runs = await context.Runs.Where(r => r.Status == RunStatus.Finished).Select(r => r.Folder).ToListAsync(cancel);
        var missing = datasets.Select(data.DatasetFolder).Concat(runs.Select(data.RunFolder)).Where(static path => !Directory.Exists(path)).ToList();
        if (missing.Count == 0) return;
        var named = string.Join(", ", missing.Take(3).Select(Path.GetFileName)) + (missing.Count > 3 ? ", …" : "");
        throw new InputException(
            $"the database {data.Database} is another data folder's: it names {Wording.Counted(missing.Count, "folder")} that "
            + $"{(missing.Count == 1 ? "is" : "are")} not here ({named}); nothing was changed",
            expected: "this folder's own database: stop Investigator, move investigator.db, -wal and -shm back to where they belong, start again and adopt");
    }

    private async Task<int> AdoptDatasetsAsync(Actor actor, CancellationToken cancel)
    {
        var named = await ReadRowsAsync(cancel);
        var entered = 0;
        foreach (var path in Unnamed(data.Datasets, name => named.Contains(name)))
        {
            await TryAsync(path, async () =>
            {
                await register.HandleAsync(actor, await Task.Run(new DatasetFolder(path).Open, cancel), cancel);
                entered++;
            });
        }

        return entered;
    }

    private async Task<int> AdoptRunsAsync(Actor actor, CancellationToken cancel)
    {
        var entered = 0;
        var places = Unnamed(data.Runs, name => _runs.TryGetValue(name, out var row) && IsSettled(name, row.Status));
        foreach (var path in places.OrderBy(static p => File.GetLastWriteTimeUtc(KnownFiles.Record.In(p))).ThenBy(static p => p, StringComparer.Ordinal))
        {
            await TryAsync(path, async () =>
            {
                var place = new RunFolder(path);
                if (_runs.TryGetValue(Path.GetFileName(path), out var row))
                {
                    await finish.HandleAsync(actor, row.Id, await Task.Run(place.ReadResult, cancel), place, cancel);
                    RunRetention.TryApply(data, path);
                    monitor.Touch(row.Id, ended: true);
                }
                else
                {
                    var dataset = DatasetOf(place.ReadRecord().Fingerprint);
                    await import.EnterInPlaceAsync(actor, place, dataset.Id, dataset.Folder, cancel);
                }

                entered++;
            });
        }

        return entered;
    }

    /// <summary>A run that was not finished left its work and what it was started with: it waits for its turn again.</summary>
    private async Task<int> QueueUnfinishedAsync(Actor actor, CancellationToken cancel)
    {
        var queued = 0;
        var folders = Directory.GetDirectories(data.Runs, RunExecutor.WorkPrefix + "*");

        // Read after the folders: what was begun since the adoption did has its row before it has a folder.
        await ReadRowsAsync(cancel);
        foreach (var path in folders.Order(StringComparer.Ordinal))
        {
            var folder = Path.GetFileName(path)[RunExecutor.WorkPrefix.Length..];
            if (data.FindOwned(path) is null || _runs.ContainsKey(folder) || StageCheckpoints.FindWork(path) is not { } work) continue;
            await TryAsync(path, async () =>
            {
                await using var context = await contexts.OpenAsync(actor, Permission.RecoverData, cancel);
                var run = new RunEntity
                {
                    DatasetId = DatasetOf(work.Fingerprint).Id,
                    Folder = folder,
                    Status = RunStatus.Queued,
                    Options = JsonSerializer.Serialize(work.Options, JsonFile.Options),
                    Seed = work.Options.Seed,
                    CreatedAt = clock.GetUtcNow().UtcDateTime,
                    Resumed = 1,
                };
                context.Runs.Add(run);
                await context.SaveChangesAsync(cancel);
                monitor.Touch(run.Id);
                queued++;
            });
        }

        return queued;
    }

    private async Task TryAsync(string path, Func<Task> adopt)
    {
        try
        {
            await adopt();
        }
        catch (Exception e) when (e is InputException || (e is IOException or UnauthorizedAccessException or DbUpdateException && !FullDisk.Is(e)))
        {
            _left.Add(new LeftFolder(path, e is DbUpdateException ? $"The database did not take it ({e.GetBaseException().Message})." : e.Message));
        }
    }

    private (int Id, DatasetFolder Folder) DatasetOf(string fingerprint) => _datasets.TryGetValue(fingerprint, out var found) ? found
        : throw new InputException(
            "the dataset that it was made from is not here", value: fingerprint, expected: "a dataset of this fingerprint: load it again");

    /// <summary>Whole folders of this installation that no row accounts for. What a load or an import has in work begins with a dot.</summary>
    private List<string> Unnamed(string parent, Func<string, bool> isNamed)
    {
        var found = new List<string>();
        foreach (var path in Directory.GetDirectories(parent).Order(StringComparer.Ordinal))
        {
            if (Path.GetFileName(path).StartsWith('.') || isNamed(Path.GetFileName(path)) || OwnedFolder.IsVacant(path)) continue;
            if (data.FindOwned(path) is not null) found.Add(path);
            else _left.Add(new LeftFolder(path, "This installation did not make it: a run is brought in with import-run."));
        }

        return found;
    }

    /// <summary>Results that the row names, or that its executor is about to enter.</summary>
    private bool IsSettled(string name, RunStatus status) =>
        status == RunStatus.Finished || data.FindOwned(data.RunFolder(name)) is { Use: not FolderUse.Kept };

    /// <returns>The folder names of the datasets that have a row.</returns>
    private async Task<HashSet<string>> ReadRowsAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var datasets = await context.Datasets.AsNoTracking().OrderBy(d => d.Id).Select(d => new { d.Id, d.Folder, d.Fingerprint }).ToListAsync(cancel);
        _datasets = datasets.DistinctBy(static d => d.Fingerprint)
            .ToDictionary(static d => d.Fingerprint, d => (d.Id, new DatasetFolder(data.DatasetFolder(d.Folder))));
        _runs = await context.Runs.AsNoTracking().Select(r => new { r.Folder, r.Id, r.Status })
            .ToDictionaryAsync(r => r.Folder, r => (r.Id, r.Status), cancel);
        return [.. datasets.Select(static d => d.Folder)];
    }

    [LoggerMessage(
        Level = LogLevel.Information, Message = "Adopted {Datasets} and {Runs}; queued again: {Resumed}")]
    private partial void LogAdopted(string datasets, string runs, string resumed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not adopted: {Folder}. {Reason}")]
    private partial void LogLeft(string folder, string reason);
}
