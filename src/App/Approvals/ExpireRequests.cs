using Investigator.Access;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Approvals;

/// <summary>Records of the requests that nobody decided in time that they are expired. Every other write to the inbox begins with it.</summary>
public sealed class ExpireRequests(IDbContextFactory<InvestigatorContext> contexts, TimeProvider clock)
{
    public async Task HandleAsync(CancellationToken cancel = default)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var context = await contexts.OpenAsync(Actor.Machine, Permission.Approve, cancel);
        var overdue = await context.Approvals.Where(a => a.State == ApprovalState.Waiting && a.Deadline <= now).ToListAsync(cancel);
        foreach (var request in overdue) (request.State, request.DecidedAt) = (ApprovalState.Expired, request.Deadline);
        try
        {
            await context.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another write recorded it in this very moment.
        }
    }
}
