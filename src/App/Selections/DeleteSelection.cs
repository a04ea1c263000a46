using Investigator.Access;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Selections;

/// <summary>
/// Removes a selection that is no longer needed and gives back its room. Tags that were put on it stay, with the payments that they were put on; only the way
/// back to the selection is gone.
/// </summary>
public sealed class DeleteSelection(IDbContextFactory<InvestigatorContext> contexts)
{
    /// <returns>False when the run has no such selection, or somebody else deleted it in this moment.</returns>
    public async Task<bool> HandleAsync(Actor actor, int runId, int id, CancellationToken cancel = default)
    {
        await using var context = await contexts.OpenAsync(actor, Permission.Select, cancel);
        if (await context.Selections.FirstOrDefaultAsync(s => s.Id == id && s.RunId == runId, cancel) is not { } selection) return false;
        context.Selections.Remove(selection);
        try
        {
            await context.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    }
}
