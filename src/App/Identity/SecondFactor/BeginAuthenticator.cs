using Investigator.Access;
using Investigator.Engine.Core;

namespace Investigator.Identity.SecondFactor;

/// <summary>Makes a key for an authenticator app. It is asked for at sign-in only once a code of it was given.</summary>
public sealed class BeginAuthenticator(Accounts accounts)
{
    /// <exception cref="InputException">One is in use.</exception>
    public async Task<AuthenticatorKey> HandleAsync(Actor actor, CancellationToken cancel = default)
    {
        await using var scope = accounts.Open(actor, Permission.OwnAccount);
        var user = await scope.RequireAsync(actor.Id, cancel);
        if (user.TwoFactorEnabled) throw new InputException("an authenticator is in use already", expected: "to switch it off first");
        if (user.PasswordHash is null) throw new InputException("a code is asked for after a password, and you have none", expected: "to set a password first");
        (await scope.Users.ResetAuthenticatorKeyAsync(user)).Require();
        return AuthenticatorKey.Of((await scope.Users.GetAuthenticatorKeyAsync(user))!, user);
    }
}
