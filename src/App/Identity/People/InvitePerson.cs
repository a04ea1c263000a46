using Investigator.Access;
using Investigator.Engine.Core;

namespace Investigator.Identity.People;

/// <summary>Makes a link by which a colleague makes an account, with the roles that the link gives.</summary>
public sealed class InvitePerson(OneTimeLinks links)
{
    /// <returns>The link's secret: shown once, kept nowhere.</returns>
    /// <exception cref="InputException">The name cannot be kept, or no role was chosen.</exception>
    public Task<string> HandleAsync(Actor actor, string? name, IReadOnlyCollection<Role> roles, CancellationToken cancel = default)
    {
        if (AccountProblem.OfName(name) is { } problem) throw new InputException(AccountProblem.Words(problem).TrimEnd('.'));
        if (roles.Count == 0) throw new InputException("an invitation gives at least one role", expected: "a role to be chosen");
        var link = new OneTimeLinkEntity { Use = LinkUse.Invitation, Hash = [], Name = name!.Trim(), Roles = [.. roles.Distinct().Order()] };
        return links.MakeAsync(actor, Permission.ManagePeople, link, SessionLimits.Invitation, cancel);
    }
}
