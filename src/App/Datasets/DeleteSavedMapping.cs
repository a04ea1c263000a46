using Investigator.Access;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Datasets;

/// <summary>Stops a mapping from being offered; datasets that were loaded with it keep it.</summary>
public sealed class DeleteSavedMapping(IDbContextFactory<InvestigatorContext> contexts)
{
    /// <returns>False when there is none of that number any more.</returns>
    public async Task<bool> HandleAsync(Actor actor, int id, CancellationToken cancel = default)
    {
        await using var context = await contexts.OpenAsync(actor, Permission.LoadData, cancel);
        if (await context.SavedMappings.FirstOrDefaultAsync(m => m.Id == id, cancel) is not { } row) return false;
        context.SavedMappings.Remove(row);
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
