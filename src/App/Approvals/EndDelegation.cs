using Investigator.Access;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Approvals;

/// <summary>Ends a delegation before its time: whoever handed on the right, or whoever holds it.</summary>
public sealed class EndDelegation(IDbContextFactory<InvestigatorContext> contexts, ApprovalMonitor monitor, TimeProvider clock)
{
    /// <returns>Whether it was still in force.</returns>
    public async Task<bool> HandleAsync(Actor actor, int id, CancellationToken cancel = default)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var context = await contexts.OpenAsync(actor, Permission.OwnAccount, cancel);
        var row = await context.Delegations
            .Where(d => d.Id == id && (d.CreatedBy == actor.Id || d.To == actor.Id) && d.EndedAt == null && d.Until > now)
            .FirstOrDefaultAsync(cancel);
        if (row is null) return false;
        (row.EndedAt, row.EndedBy) = (now, actor.Id);
        await context.SaveChangesAsync(cancel);
        monitor.Tell();
        return true;
    }
}
