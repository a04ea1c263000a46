using Investigator.Engine.Ingest;
using Investigator.Setup;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Store.Queries;

/// <summary>One dataset as the list shows it.</summary>
public sealed record DatasetLine(int Id, string Name, string Folder, long TransactionCount, long EventCount, long RejectCount, DateTime From, DateTime To, DateTime LoadedAt, int RunCount);

public sealed class DatasetQueries(IDbContextFactory<InvestigatorContext> contexts, DataFolder data)
{
    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<DatasetLine>> ListAsync(CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Datasets.AsNoTracking().OrderByDescending(d => d.Id)
            .Select(d => new DatasetLine(d.Id, d.Name, d.Folder, d.TransactionCount, d.EventCount, d.RejectCount, d.From, d.To, d.LoadedAt, d.Runs.Count))
            .ToListAsync(cancel);
    }

    public async Task<DatasetLine?> FindAsync(int id, CancellationToken cancel = default) => (await ListAsync(cancel)).FirstOrDefault(d => d.Id == id);

    /// <summary>The dataset's folder on disk.</summary>
    public string Folder(DatasetLine line) => data.DatasetFolder(line.Folder);
}
