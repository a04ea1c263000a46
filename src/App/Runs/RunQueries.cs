using System.Linq.Expressions;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Runs;
using Investigator.Engine.Tables;
using Investigator.Storage;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Runs;

public sealed class RunQueries(IDbContextFactory<InvestigatorContext> contexts, DataFolder data)
{
    /// <summary>A page of the history by keyset: it costs the same however many runs there are, and runs that begin meanwhile shift nothing.</summary>
    /// <param name="filter">Which runs.</param>
    /// <param name="take">Rows of a page.</param>
    /// <param name="before">Only runs older than this one; null begins with the newest.</param>
    /// <param name="after">Only the runs just newer than this one; where they fill no page, the newest page instead.</param>
    /// <param name="cancel">Stops the query.</param>
    public async Task<RunHistory> PageAsync(RunFilter filter, int take, int? before = null, int? after = null, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var matching = context.Runs.AsNoTracking()
            .Where(r => (filter.Status == null || r.Status == filter.Status) && (filter.DatasetId == null || r.DatasetId == filter.DatasetId));
        if (after is not null)
        {
            var newer = await matching.Where(r => r.Id > after).OrderBy(r => r.Id).Take(take + 1).Select(Summary).ToListAsync(cancel);
            if (newer.Count >= take) return new RunHistory([.. newer.Take(take).Reverse()], newer.Count > take, HasOlder: true);
        }

        var from = after is null ? before : null;
        var rows = await matching.Where(r => from == null || r.Id < from).OrderByDescending(r => r.Id).Take(take + 1).Select(Summary).ToListAsync(cancel);
        return new RunHistory([.. rows.Take(take)], HasNewer: from is not null, rows.Count > take);
    }

    /// <summary>Runs that wait or work, in the order in which they take their turn.</summary>
    public async Task<IReadOnlyList<RunSummary>> ActiveAsync(CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Runs.AsNoTracking().Where(r => r.Status == RunStatus.Running || r.Status == RunStatus.Queued).OrderBy(r => r.Id).Select(Summary)
            .ToListAsync(cancel);
    }

    public async Task<RunSummary?> FindAsync(int id, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Runs.AsNoTracking().Where(r => r.Id == id).Select(Summary).FirstOrDefaultAsync(cancel);
    }

    public async Task<RunDetail?> FindDetailAsync(int id, CancellationToken cancel = default)
    {
        if (await FindAsync(id, cancel) is not { } summary) return null;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var row = await context.Runs.AsNoTracking().Where(r => r.Id == id).Select(r => new { r.Options, r.Stages }).FirstAsync(cancel);
        return new RunDetail(summary, row.Options, StoredJson.Parse<List<StageRecord>>(row.Stages));
    }

    /// <summary>The finished run that a page speaks of: the one named, else the newest; null when there is none.</summary>
    public async Task<RunSummary?> FindFinishedAsync(int? id, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Runs.AsNoTracking().Where(r => r.Status == RunStatus.Finished && (id == null || r.Id == id))
            .OrderByDescending(r => r.Id).Select(Summary).FirstOrDefaultAsync(cancel);
    }

    /// <summary>Datasets that have runs, by name.</summary>
    public async Task<IReadOnlyList<(int Id, string Name)>> DatasetsAsync(CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await context.Runs.AsNoTracking().Select(r => new { r.DatasetId, r.Dataset!.Name }).Distinct().ToListAsync(cancel);
        return [.. rows.Select(r => (r.DatasetId, r.Name)).OrderBy(r => r.Name, StringComparer.OrdinalIgnoreCase)];
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
        var row = await context.Runs.AsNoTracking().Where(r => r.Id == id && r.Status == RunStatus.Finished)
            .Select(r => new { r.Folder, Dataset = r.Dataset!.Folder }).FirstOrDefaultAsync(cancel);
        if (row is null) return null;
        return new RunFiles(id, new RunFolder(data.RunFolder(row.Folder)), new DatasetFolder(data.DatasetFolder(row.Dataset)), data.Scratch);
    }

    /// <summary>Models that a new run can apply, newest first; a run that applied another's model is not listed.</summary>
    public async Task<IReadOnlyList<ModelSummary>> ModelsAsync(CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await context.Runs.AsNoTracking().Where(r => r.Status == RunStatus.Finished).OrderByDescending(r => r.Id)
            .Select(r => new { r.Id, r.FinishedAt, r.Folder, Dataset = r.Dataset!.Name }).ToListAsync(cancel);
        var lines = rows.Select(r => new ModelSummary(r.Id, r.Dataset, r.FinishedAt, data.RunFolder(r.Folder)));
        return [.. lines.Where(static line => HasOwnModel(new RunFolder(line.Folder)))];
    }

    /// <summary>A damaged run offers no model: its page says why, and the others are offered all the same.</summary>
    private static bool HasOwnModel(RunFolder folder)
    {
        try
        {
            return folder.HasModel && folder.ReadTraining() is { Model: null };
        }
        catch (DamagedFileException)
        {
            return false;
        }
    }

    /// <summary>The run whose results are in a folder; null when none of this data folder's are.</summary>
    public async Task<int?> FindByFolderAsync(string folder, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await context.Runs.AsNoTracking().Select(r => new { r.Id, r.Folder }).ToListAsync(cancel);
        return rows.FirstOrDefault(r => Path.GetFullPath(data.RunFolder(r.Folder)) == Path.GetFullPath(folder))?.Id;
    }

    private static Expression<Func<RunEntity, RunSummary>> Summary { get; } = r => new RunSummary(
        r.Id, r.DatasetId, r.Dataset!.Name, r.Status, r.Seed, r.CreatedAt, r.StartedAt, r.FinishedAt, r.Error, r.Resumed,
        r.Transactions, r.ClusterCount, r.FindingCount, r.RiskyCount, r.NoiseCount, r.Map, r.MapError);
}
