using Investigator.Access;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Tags;

/// <summary>Takes a tag off again. That it stood there, and who took it off, is kept.</summary>
public sealed class RemoveTag(IDbContextFactory<InvestigatorContext> contexts, TimeProvider clock)
{
    /// <returns>Whether it stood there.</returns>
    public async Task<bool> HandleAsync(Actor actor, int tagging, CancellationToken cancel = default)
    {
        await using var context = await contexts.OpenAsync(actor, Permission.Tag, cancel);
        if (await context.Taggings.FirstOrDefaultAsync(t => t.Id == tagging && t.RemovedAt == null, cancel) is not { } row) return false;
        (row.RemovedBy, row.RemovedAt) = (actor.Id, clock.GetUtcNow().UtcDateTime);
        await context.SaveChangesAsync(cancel);
        return true;
    }
}
