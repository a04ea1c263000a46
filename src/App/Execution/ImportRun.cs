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

/// <summary>A run that was brought in.</summary>
/// <param name="RunId">Its id here.</param>
/// <param name="IsNew">False when it was here before.</param>
public sealed record ImportedRun(int RunId, bool IsNew);

/// <summary>Brings a run that was made elsewhere into the app, with its dataset: both are copied into the data folder, and pages show the run as any
/// other.</summary>
public sealed class ImportRun(
    IDbContextFactory<InvestigatorContext> contexts, RegisterDataset register, RunMonitor monitor, RunQueue queue, DataFolder data, TimeProvider clock)
{
    /// <exception cref="NotAllowedException">The actor may not start runs, or not load data.</exception>
    /// <exception cref="InputException">A file is missing or damaged, or the dataset is not the one that the run was made from.</exception>
    public async Task<ImportedRun> HandleAsync(Actor actor, RunFolder source, DatasetFolder dataset, CancellationToken cancel = default)
    {
        actor.Require(Permission.StartRuns);
        var result = await Task.Run(source.ReadResult, cancel);
        RequireDataset(result.Record, dataset);
        var (inPlace, imported) = (FindInPlace(source), ImportFolders.NameOf(source));
        var folder = inPlace ?? imported;
        if (await FindAsync([folder, imported], cancel) is { } known) return new ImportedRun(known, false);
        var finished = File.GetLastWriteTimeUtc(KnownFiles.Record.In(source.Path));
        var datasetId = await register.HandleAsync(actor, await Task.Run(() => DatasetLoader.Adopt(dataset, data.Datasets), cancel), cancel);
        var run = inPlace is null ? await CopyAsync(source, folder, EnterAsync, cancel) : await EnterAsync();
        Settle(run, folder);
        return new ImportedRun(run, true);

        Task<int> EnterAsync() => this.EnterAsync(actor, result, datasetId, folder, finished, cancel);
    }

    /// <summary>Enters a run that lies in its place here and that no row names.</summary>
    /// <param name="actor">Who writes.</param>
    /// <param name="place">Its folder.</param>
    /// <param name="datasetId">The dataset that it was made from.</param>
    /// <param name="dataset">The same dataset's files.</param>
    /// <param name="cancel">Stops before anything is written.</param>
    /// <returns>Its id here.</returns>
    /// <exception cref="InputException">A file is missing or damaged, or the dataset is not the one that the run was made from.</exception>
    internal async Task<int> EnterInPlaceAsync(Actor actor, RunFolder place, int datasetId, DatasetFolder dataset, CancellationToken cancel)
    {
        var result = await Task.Run(place.ReadResult, cancel);
        RequireDataset(result.Record, dataset);
        var folder = Path.GetFileName(place.Path);
        var run = await EnterAsync(actor, result, datasetId, folder, File.GetLastWriteTimeUtc(KnownFiles.Record.In(place.Path)), cancel);
        Settle(run, folder);
        return run;
    }

    private void Settle(int run, string folder)
    {
        RunRetention.TryApply(data, data.RunFolder(folder));
        monitor.Touch(run, ended: true);
        queue.Wake(); // its map may wait
    }

    /// <summary>The folder name of a run that lies where this data folder keeps its runs, and is not copied: another database named it.</summary>
    private string? FindInPlace(RunFolder source)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(source.Path));
        var name = Path.GetFileName(path);
        return Path.GetDirectoryName(path) == Path.GetFullPath(data.Runs) && !name.StartsWith('.') ? name : null;
    }

    private static void RequireDataset(RunRecord record, DatasetFolder dataset)
    {
        var opened = dataset.Open();
        if (opened.Fingerprint == record.Fingerprint && opened.TransactionCount == record.Transactions) return;
        throw new InputException(
            "this is not the data that the run was made from", dataset.Description,
            value: $"{opened.TransactionCount} transactions, fingerprint {opened.Fingerprint}",
            expected: $"{record.Transactions} transactions, fingerprint {record.Fingerprint}");
    }

    private async Task<int?> FindAsync(string[] folders, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Runs.AsNoTracking().Where(r => folders.Contains(r.Folder)).Select(r => (int?)r.Id).FirstOrDefaultAsync(cancel);
    }

    /// <summary>Copies the run into place and enters it; where that fails, nothing of it stays.</summary>
    private async Task<int> CopyAsync(RunFolder source, string folder, Func<Task<int>> enter, CancellationToken cancel)
    {
        var (work, place) = (data.RunFolder(ImportFolders.WorkPrefix + Guid.NewGuid().ToString("N")), data.RunFolder(folder));
        try
        {
            await Task.Run(() => Copy(source, work, place), cancel);
            return await enter();
        }
        catch
        {
            // An error may hide that the row was committed after all: then the files are what it names.
            Drop(work);
            if (await FindAsync([folder], CancellationToken.None) is null) Drop(place);
            throw;
        }
    }

    private void Copy(RunFolder source, string work, string place)
    {
        if (Directory.Exists(place) && data.Require(place).Use != FolderUse.Work)
        {
            throw new InputException(
                $"the results of this run lie in {place} already, but the database does not name them", expected: "that folder, to be imported as it is");
        }

        OwnedFolder.Make(work);
        source.CopyTo(new RunFolder(work));
        Drop(place);
        DurableFiles.MoveFolder(work, place);
    }

    /// <summary>Removes what an import made and no row names.</summary>
    private void Drop(string folder)
    {
        if (data.FindOwned(folder) is { Use: FolderUse.Work } left) left.Remove();
    }

    private async Task<int> EnterAsync(Actor actor, RunResult result, int datasetId, string folder, DateTime finished, CancellationToken cancel)
    {
        await using var context = await contexts.OpenAsync(actor, Permission.RecoverData, cancel);
        await using var all = await context.Database.BeginTransactionAsync(cancel);
        var run = new RunEntity
        {
            DatasetId = datasetId,
            Folder = folder,
            Status = RunStatus.Finished,
            Options = JsonSerializer.Serialize(result.Record.Options, JsonFile.Options),
            Seed = result.Record.Seed,
            CreatedAt = clock.GetUtcNow().UtcDateTime,
            StartedAt = finished.AddSeconds(-result.Record.Stages.Where(s => s.Stage != StageNames.Ingest).Sum(s => s.Seconds)),
            FinishedAt = finished,
        };
        context.Runs.Add(run);
        await context.SaveChangesAsync(cancel);
        FinishRun.Enter(context, run, result, new RunFolder(data.RunFolder(folder)));
        await context.SaveChangesAsync(cancel);
        await all.CommitAsync(cancel);
        return run.Id;
    }
}
