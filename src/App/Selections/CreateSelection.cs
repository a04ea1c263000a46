using System.Text.Json;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Runs;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Selections;

/// <summary>Keeps the transactions that a shape means: whoever holds the selection's id needs no points.</summary>
public sealed class CreateSelection(IDbContextFactory<InvestigatorContext> contexts, RunQueries runs, ShapeResolver shapes, TimeProvider clock)
{
    /// <returns>Null when the run is not there or not finished.</returns>
    /// <exception cref="InputException">The shape is none, with what was expected.</exception>
    public async Task<(int Id, int Count)?> HandleAsync(Actor actor, int runId, SelectionShape shape, CancellationToken cancel = default)
    {
        if (await runs.FilesAsync(runId, cancel) is not { } files) return null;
        var rows = await shapes.ResolveAsync(shape, files, cancel);
        var snapshot = await Task.Run(() => SelectionSnapshot.Take(rows, files, cancel), cancel);
        await using var context = await contexts.OpenAsync(actor, cancel);
        var selection = new SelectionEntity
        {
            RunId = runId,
            Shape = JsonSerializer.Serialize(shape, JsonFile.Options),
            Count = rows.Count,
            Rows = PackedRows.Pack(rows),
            CreatedAt = clock.GetUtcNow().UtcDateTime,
        };
        snapshot.WriteTo(selection);
        context.Selections.Add(selection);
        await context.SaveChangesAsync(cancel);
        return (selection.Id, rows.Count);
    }
}
