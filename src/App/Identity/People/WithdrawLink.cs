using Investigator.Access;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Identity.People;

/// <summary>Takes back a link that nobody has used yet.</summary>
public sealed class WithdrawLink(IDbContextFactory<InvestigatorContext> contexts, TimeProvider clock)
{
    /// <returns>False where it was used or taken back already.</returns>
    public async Task<bool> HandleAsync(Actor actor, int link, CancellationToken cancel = default)
    {
        await using var context = await contexts.OpenAsync(actor, Permission.ManagePeople, cancel);
        var open = context.OneTimeLinks.Where(static l => l.UsedAt == null && l.WithdrawnAt == null);
        if (await open.FirstOrDefaultAsync(l => l.Id == link, cancel) is not { } row) return false;
        row.WithdrawnAt = clock.GetUtcNow().UtcDateTime;
        await context.SaveChangesAsync(cancel);
        return true;
    }
}
