using Investigator.Engine.Tables;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Selections;

/// <summary>A selection with its rows, ascending.</summary>
public sealed record SelectionSummary(int Id, int RunId, SelectionShape Shape, int Count, DateTime CreatedAt, IReadOnlyList<int> Rows);

/// <summary>A selection as a list shows it.</summary>
/// <param name="Id">For links.</param>
/// <param name="Shape">How it was made.</param>
/// <param name="Count">Its transactions.</param>
/// <param name="Money">Of them together; null while it is not known.</param>
/// <param name="By">Who made it.</param>
/// <param name="At">When, UTC.</param>
public sealed record SelectionLine(int Id, SelectionShape Shape, int Count, double? Money, string By, DateTime At);

/// <summary>The newest selections of a run.</summary>
/// <param name="Lines">Newest first.</param>
/// <param name="Total">Of all selections that the run keeps.</param>
/// <param name="Rows">Transactions that all of them keep together.</param>
public sealed record KeptSelections(IReadOnlyList<SelectionLine> Lines, int Total, long Rows);

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

    /// <param name="runId">Whose.</param>
    /// <param name="take">Lines at most.</param>
    /// <param name="cancel">Stops the query.</param>
    public async Task<KeptSelections> ListAsync(int runId, int take, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var all = context.Selections.AsNoTracking().Where(s => s.RunId == runId);
        var newest = await all.OrderByDescending(s => s.Id).Take(take).Select(s => new { s.Id, s.Shape, s.Count, s.Money, s.CreatedBy, s.CreatedAt })
            .ToListAsync(cancel);
        return new KeptSelections(
            [.. newest.Select(s => new SelectionLine(s.Id, StoredJson.Parse<SelectionShape>(s.Shape), s.Count, s.Money, s.CreatedBy, s.CreatedAt))],
            await all.CountAsync(cancel),
            await all.SumAsync(s => (long)s.Count, cancel));
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
