using Investigator.Access;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Identity.Keys;

/// <summary>Ends a key for good: one's own, or anybody's by who looks after people.</summary>
public sealed class RevokeKey(IDbContextFactory<InvestigatorContext> contexts, TimeProvider clock)
{
    /// <returns>False where there is none of that id, or not of one's own.</returns>
    public async Task<bool> HandleAsync(Actor actor, int key, CancellationToken cancel = default)
    {
        await using var context = await contexts.OpenAsync(actor, Permission.OwnAccount, cancel);
        if (await context.ApiKeys.FirstOrDefaultAsync(k => k.Id == key && k.RevokedAt == null, cancel) is not { } found) return false;
        if (found.OwnerId != actor.Id && !actor.May(Permission.ManagePeople)) return false;
        found.RevokedAt = clock.GetUtcNow().UtcDateTime;
        await context.SaveChangesAsync(cancel);
        return true;
    }
}
