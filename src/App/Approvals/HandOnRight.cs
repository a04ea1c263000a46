using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Identity;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Approvals;

/// <summary>Lets another person decide requests by the actor's own right until an end.</summary>
public sealed class HandOnRight(IDbContextFactory<InvestigatorContext> contexts, ApprovalMonitor monitor, TimeProvider clock)
{
    /// <summary>Longest time for which a right is handed on.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(90);

    /// <param name="actor">Whose right it is; one that was handed on to them is not theirs to hand on.</param>
    /// <param name="to">Id of a person with an account.</param>
    /// <param name="until">UTC; within <see cref="Longest"/>.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancel">Stops before anything is written.</param>
    /// <returns>The delegation's id.</returns>
    /// <exception cref="InputException">There is no such person or reason, or the end is too far away.</exception>
    public async Task<int> HandleAsync(Actor actor, string to, DateTime until, string reason, CancellationToken cancel = default)
    {
        actor.Require(Permission.Approve);
        var why = ApprovalRequest.RequireReason(reason, "handing on a right");
        if (!DecidingRights.HasAccount(actor)) throw new InputException("only people who are signed in hand on their right");
        if (to == actor.Id) throw new InputException("you cannot hand on your right to yourself", expected: "another person");
        var now = clock.GetUtcNow().UtcDateTime;
        if (until <= now || until > now + Longest)
        {
            throw new InputException(
                "the end of the delegation is out of range", value: FormattableString.Invariant($"{until:yyyy-MM-dd HH:mm}"),
                expected: FormattableString.Invariant($"a time within {Longest.TotalDays} days from now"));
        }

        await using var context = await contexts.OpenAsync(actor, Permission.Approve, cancel);
        if (!await context.Users.AnyAsync(u => u.Id == to && u.DisabledAt == null, cancel))
        {
            throw new InputException("nobody has such an account", value: to, expected: "someone who can sign in");
        }

        context.Reason = why;
        var row = new DelegationEntity { To = to, Until = until, Reason = why, CreatedAt = now };
        context.Delegations.Add(row);
        await context.SaveChangesAsync(cancel);
        monitor.Tell();
        return row.Id;
    }
}
