using Investigator.Engine.Tables;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Selections;

/// <summary>A selection with its rows, ascending.</summary>
public sealed record SelectionSummary(int Id, int RunId, SelectionShape Shape, int Count, DateTime CreatedAt, IReadOnlyList<int> Rows);

public sealed class SelectionQueries(IDbContextFactory<InvestigatorContext> contexts)
{
    /// <summary>Null when this run has no such selection.</summary>
    public async Task<SelectionSummary?> FindAsync(int runId, int id, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var row = await context.Selections.AsNoTracking().FirstOrDefaultAsync(s => s.Id == id && s.RunId == runId, cancel);
        return row is null ? null
            : new SelectionSummary(row.Id, runId, StoredJson.Parse<SelectionShape>(row.Shape), row.Count, row.CreatedAt, PackedRows.Unpack(row.Rows));
    }

    /// <summary>The ids of a selection's transactions in their source, whether or not its run is still there; null when there is no such selection or its ids
    /// are not known yet.</summary>
    public async Task<IReadOnlyList<string>?> TransactionIdsAsync(int id, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var ids = await context.Selections.AsNoTracking().Where(s => s.Id == id).Select(s => s.TransactionIds).FirstOrDefaultAsync(cancel);
        return ids is null ? null : StoredJson.Parse<List<string>>(ids);
    }
}
