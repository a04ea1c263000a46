using Investigator.Engine.Ingest;
using Investigator.Engine.Runs;
using Investigator.Engine.Tables;
using Investigator.Storage;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Runs;

/// <summary>One run as pages show it.</summary>
public sealed record RunSummary(
    int Id,
    int DatasetId,
    string DatasetName,
    RunStatus Status,
    int Seed,
    string Device,
    DateTime CreatedAt,
    DateTime? StartedAt,
    DateTime? FinishedAt,
    string? Error,
    int Resumed,
    int Transactions,
    int ClusterCount,
    int RiskyCount,
    int NoiseCount,
    string Options,
    IReadOnlyList<StageRecord> Stages);

/// <summary>A behaviour model that a finished run learned.</summary>
public sealed record ModelSummary(int RunId, string DatasetName, DateTime? LearnedAt, string Folder);

/// <summary>Where a finished run's files and its dataset's files are.</summary>
public sealed record RunFiles(int RunId, RunFolder RunFolder, DatasetFolder DatasetFolder);

public sealed class RunQueries(IDbContextFactory<InvestigatorContext> contexts, DataFolder data)
{
    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<RunSummary>> ListAsync(CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await context.Runs.AsNoTracking().Include(r => r.Dataset).OrderByDescending(r => r.Id).ToListAsync(cancel);
        return [.. rows.Select(Summary)];
    }

    public async Task<RunSummary?> FindAsync(int id, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Runs.AsNoTracking().Include(r => r.Dataset).FirstOrDefaultAsync(r => r.Id == id, cancel) is { } row ? Summary(row) : null;
    }

    /// <summary>The run that pages show when none is named: the newest finished one.</summary>
    public async Task<RunSummary?> LatestFinishedAsync(CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Runs.AsNoTracking().Include(r => r.Dataset).Where(r => r.Status == RunStatus.Finished).OrderByDescending(r => r.Id).FirstOrDefaultAsync(cancel) is { } row ? Summary(row) : null;
    }

    /// <summary>Runs of each dataset that has any, whatever became of them.</summary>
    public async Task<IReadOnlyDictionary<int, int>> CountByDatasetAsync(CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Runs.GroupBy(r => r.DatasetId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
    }

    /// <summary>Null unless the run is finished.</summary>
    public async Task<RunFiles?> FilesAsync(int id, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var row = await context.Runs.AsNoTracking().Where(r => r.Id == id && r.Status == RunStatus.Finished).Select(r => new { r.Folder, Dataset = r.Dataset!.Folder }).FirstOrDefaultAsync(cancel);
        return row is null ? null : new RunFiles(id, new RunFolder(data.RunFolder(row.Folder)), new DatasetFolder(data.DatasetFolder(row.Dataset)));
    }

    /// <summary>Models that a new run can apply, newest first; a run that applied another's model is not listed.</summary>
    public async Task<IReadOnlyList<ModelSummary>> ModelsAsync(CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await context.Runs.AsNoTracking().Where(r => r.Status == RunStatus.Finished).OrderByDescending(r => r.Id).Select(r => new { r.Id, r.FinishedAt, r.Folder, Dataset = r.Dataset!.Name }).ToListAsync(cancel);
        var lines = rows.Select(r => new ModelSummary(r.Id, r.Dataset, r.FinishedAt, data.RunFolder(r.Folder)));
        return [.. lines.Where(static line => new RunFolder(line.Folder) is { HasModel: true } folder && folder.ReadTraining() is { Model: null })];
    }

    /// <summary>The run whose results are in a folder; null when none of this data folder's are.</summary>
    public async Task<int?> FindByFolderAsync(string folder, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await context.Runs.AsNoTracking().Select(r => new { r.Id, r.Folder }).ToListAsync(cancel);
        return rows.FirstOrDefault(r => Path.GetFullPath(data.RunFolder(r.Folder)) == Path.GetFullPath(folder))?.Id;
    }

    private static RunSummary Summary(RunEntity r) => new(
        r.Id, r.DatasetId, r.Dataset?.Name ?? "", r.Status, r.Seed, r.Device, r.CreatedAt, r.StartedAt, r.FinishedAt, r.Error, r.Resumed, r.Transactions, r.ClusterCount, r.RiskyCount, r.NoiseCount, r.Options,
        StoredJson.Parse<List<StageRecord>>(r.Stages));
}
