using Investigator.Access;
using Investigator.Engine.Core;

namespace Investigator.Identity.People;

/// <summary>Makes a link by which someone who has lost the way in sets a new password. Second factor and passkeys go with it: they may be lost too.</summary>
public sealed class MakeRecoveryLink(Accounts accounts, OneTimeLinks links)
{
    /// <returns>The link's secret: shown once, kept nowhere.</returns>
    /// <exception cref="InputException">There is no such account, or it was closed.</exception>
    public async Task<string> HandleAsync(Actor actor, string person, CancellationToken cancel = default)
    {
        await using var scope = accounts.Open(actor, Permission.ManagePeople);
        return await MakeAsync(actor, await scope.RequireAsync(person, cancel), cancel);
    }

    /// <summary>The same for who is known by what they sign in with.</summary>
    /// <exception cref="InputException">Nobody signs in with this.</exception>
    public async Task<string> ForUserNameAsync(Actor actor, string userName, CancellationToken cancel = default)
    {
        await using var scope = accounts.Open(actor, Permission.ManagePeople);
        if (await scope.Users.FindByNameAsync(userName) is not { DisabledAt: null, IsDemo: false } user)
        {
            throw new InputException("nobody signs in with this user name", value: userName, expected: "that of an account which is not closed");
        }

        return await MakeAsync(actor, user, cancel);
    }

    private Task<string> MakeAsync(Actor actor, UserEntity user, CancellationToken cancel)
    {
        if (user.IsDemo) throw new InputException("the demo's user signs in by the demo's link and has no password");
        var link = new OneTimeLinkEntity { Use = LinkUse.Recovery, Hash = [], Name = user.Name, UserId = user.Id };
        return links.MakeAsync(actor, Permission.ManagePeople, link, SessionLimits.Link, cancel);
    }
}
