using System.Security.Cryptography;
using System.Text.Json;
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
    IDbContextFactory<InvestigatorContext> contexts, RegisterDataset register, RunMonitor monitor, DataFolder data, TimeProvider clock)
{
    /// <exception cref="InputException">A file is missing or damaged, or the dataset is not the one that the run was made from.</exception>
    public async Task<ImportedRun> HandleAsync(Actor actor, RunFolder source, DatasetFolder dataset, CancellationToken cancel = default)
    {
        var result = await Task.Run(source.ReadResult, cancel);
        RequireDataset(result.Record, dataset);

        // The record tells stages' seconds and memory, so no two runs share one.
        var folder = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(StoredFiles.Record.In(source.Path), cancel)))[..32];
        if (await FindAsync(source, folder, cancel) is { } known) return new ImportedRun(known, false);
        var datasetId = await register.HandleAsync(actor, await Task.Run(() => DatasetLoader.Adopt(dataset, data.Datasets), cancel), cancel);
        var place = data.RunFolder(folder);
        await Task.Run(() => Copy(source, data.RunFolder(RunExecutor.WorkPrefix + folder), place), cancel);
        var run = await EnterAsync(actor, result, datasetId, folder, File.GetLastWriteTimeUtc(StoredFiles.Record.In(source.Path)), cancel);
        data.TryKeep(place);
        monitor.Touch(run, ended: true);
        return new ImportedRun(run, true);
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

    /// <summary>A run of this data folder is itself; one from elsewhere is known by what its record holds.</summary>
    private async Task<int?> FindAsync(RunFolder source, string folder, CancellationToken cancel)
    {
        var here = Path.GetDirectoryName(Path.GetFullPath(source.Path)) == Path.GetFullPath(data.Runs) ? Path.GetFileName(Path.GetFullPath(source.Path))
            : folder;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Runs.AsNoTracking().Where(r => r.Folder == here || r.Folder == folder).Select(r => (int?)r.Id).FirstOrDefaultAsync(cancel);
    }

    /// <summary>What an import left that was ended in the middle is made again.</summary>
    private void Copy(RunFolder source, string work, string place)
    {
        foreach (var left in ((string[])[work, place]).Where(Directory.Exists)) data.Require(left).Remove();
        OwnedFolder.Make(work);
        source.CopyTo(new RunFolder(work));
        Directory.Move(work, place);
    }

    private async Task<int> EnterAsync(Actor actor, RunResult result, int datasetId, string folder, DateTime finished, CancellationToken cancel)
    {
        await using var context = await contexts.OpenAsync(actor, cancel);
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
        FinishRun.Enter(context, run, result);
        await context.SaveChangesAsync(cancel);
        await all.CommitAsync(cancel);
        return run.Id;
    }
}
