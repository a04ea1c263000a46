using Investigator.Access;

namespace Investigator.Approvals;

/// <summary>Approves what someone else asked for, which then takes effect at once.</summary>
public sealed class ApproveRequest(DecideRequest decide)
{
    /// <exception cref="Engine.Core.InputException">There is no such request, it is decided or outdated, or the actor may not decide it.</exception>
    public Task HandleAsync(Actor actor, int id, string? reason = null, CancellationToken cancel = default) =>
        decide.HandleAsync(actor, id, ApprovalState.Approved, ApprovalRequest.OptionalReason(reason), cancel);
}
