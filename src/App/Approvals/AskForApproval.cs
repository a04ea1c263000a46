using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Approvals;

/// <summary>Puts a request in the inbox of those who may approve.</summary>
public sealed class AskForApproval(IDbContextFactory<InvestigatorContext> contexts, ExpireRequests expire, ApprovalMonitor monitor, TimeProvider clock)
{
    /// <returns>The request's id.</returns>
    /// <exception cref="InputException">There is no reason, or the actor is no person with an account.</exception>
    public async Task<int> HandleAsync(Actor actor, ApprovalRequest request, CancellationToken cancel = default)
    {
        actor.Require(ByKind.ToAsk(request.Kind));
        request.Validate();
        if (!DecidingRights.HasAccount(actor))
        {
            throw new InputException("only people who are signed in ask for an approval", expected: "someone with an account, in the browser");
        }

        await expire.HandleAsync(cancel);
        var now = clock.GetUtcNow().UtcDateTime;
        await using var context = await contexts.OpenAsync(actor, ByKind.ToAsk(request.Kind), cancel);
        context.Reason = request.Reason.Trim();
        var row = new ApprovalEntity
        {
            Kind = request.Kind,
            Subject = request.Subject,
            What = request.What,
            Before = request.Before,
            After = request.After,
            Effect = request.Effect,
            Evidence = request.Evidence,
            Reason = request.Reason.Trim(),
            CreatedAt = now,
            Deadline = now + ApprovalRequest.Waits,
        };
        context.Approvals.Add(row);
        await context.SaveChangesAsync(cancel);
        monitor.Tell();
        return row.Id;
    }
}
