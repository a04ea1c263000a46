using Investigator.Access;

namespace Investigator.Approvals;

/// <summary>Rejects what someone else asked for. What was in force stays.</summary>
public sealed class RejectRequest(DecideRequest decide)
{
    /// <exception cref="Engine.Core.InputException">There is no reason, no such request, it is decided, or the actor may not decide it.</exception>
    public Task HandleAsync(Actor actor, int id, string reason, CancellationToken cancel = default) =>
        decide.HandleAsync(actor, id, ApprovalState.Rejected, ApprovalRequest.RequireReason(reason, "rejecting"), cancel);
}
