using System.Text.Json;
using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Engine.Rules;
using Investigator.Engine.Tables;
using Investigator.Filters;
using Investigator.Runs;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Selections;

/// <summary>What holds the transactions of a shape.</summary>
/// <param name="Id">For links and requests.</param>
/// <param name="Count">Its transactions.</param>
/// <param name="IsNew">False where the same person drew the same shape before.</param>
public sealed record MadeSelection(int Id, int Count, bool IsNew);

/// <summary>Keeps the transactions that a shape means: whoever holds the selection's id needs no points. The same shape again is the same selection.</summary>
public sealed class CreateSelection(
    IDbContextFactory<InvestigatorContext> contexts, RunQueries runs, ShapeResolver shapes, PersonalConditions personal, TimeProvider clock)
{
    /// <returns>Null when the run is not there or not finished.</returns>
    /// <exception cref="InputException">The shape is none, with what was expected.</exception>
    /// <exception cref="SelectionRoomException">The run's selections keep as much as they may.</exception>
    public async Task<MadeSelection?> HandleAsync(Actor actor, int runId, SelectionShape shape, CancellationToken cancel = default)
    {
        actor.Require(Permission.Select);
        if (await runs.FilesAsync(runId, cancel) is not { } files) return null;
        var rows = await shapes.ResolveAsync(shape, files, cancel);
        var drawn = JsonSerializer.Serialize(await StoredAsync(runId, shape, cancel), JsonFile.Options);
        await using var context = await contexts.OpenAsync(actor, Permission.Select, cancel);
        var same = context.Selections.Where(s => s.RunId == runId && s.Shape == drawn && s.CreatedBy == actor.Id);
        var before = await same.Select(s => new { s.Id, s.Count }).FirstOrDefaultAsync(cancel);
        if (before is not null) return new MadeSelection(before.Id, before.Count, IsNew: false);
        await SelectionQuota.RequireRoomAsync(context, runId, rows.Count, cancel);
        var snapshot = await Task.Run(() => SelectionSnapshot.Take(rows, files, cancel), cancel);
        var selection = new SelectionEntity
        {
            RunId = runId,
            Shape = drawn,
            Count = rows.Count,
            Rows = PackedRows.Pack(rows),
            CreatedAt = clock.GetUtcNow().UtcDateTime,
        };
        snapshot.WriteTo(selection);
        context.Selections.Add(selection);
        await context.SaveChangesAsync(cancel);
        return new MadeSelection(selection.Id, rows.Count, IsNew: true);
    }

    /// <summary>Whoever reads the row, or the record of its making, need not be allowed what its maker is.</summary>
    private async Task<SelectionShape> StoredAsync(int runId, SelectionShape shape, CancellationToken cancel)
    {
        if (shape is not ConditionShape conditions) return shape;
        var stored = await personal.StoredAsync(runId, new AllOf(conditions.Conditions), cancel);
        return new ConditionShape(((AllOf)stored).Terms);
    }
}
