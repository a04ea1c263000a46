using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Identity;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Approvals;

/// <summary>Takes back what the actor asked for and nobody has decided yet.</summary>
public sealed class WithdrawRequest(
    IDbContextFactory<InvestigatorContext> contexts, ExpireRequests expire, NameQueries names, ApprovalMonitor monitor, TimeProvider clock)
{
    /// <exception cref="InputException">The actor asked for no such request, or it is decided.</exception>
    public async Task HandleAsync(Actor actor, int id, CancellationToken cancel = default)
    {
        actor.Require(Permission.OwnAccount);
        await expire.HandleAsync(cancel);
        await using var context = await contexts.OpenAsync(actor, Permission.OwnAccount, cancel);
        // One of someone else is not told apart from none.
        var row = await context.Approvals.FirstOrDefaultAsync(a => a.Id == id && a.CreatedBy == actor.Id, cancel)
            ?? throw new InputException("you asked for no such request", value: FormattableString.Invariant($"{id}"), expected: "one of your own");
        if (row.State != ApprovalState.Waiting) throw DecideRequest.Decided(row, await names.ReadAsync(cancel));
        (row.State, row.DecidedBy, row.DecidedAt) = (ApprovalState.Withdrawn, actor.Id, clock.GetUtcNow().UtcDateTime);
        try
        {
            await context.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new InputException("someone decided this request in the same moment", expected: "to be looked at again");
        }

        monitor.Tell();
    }
}
