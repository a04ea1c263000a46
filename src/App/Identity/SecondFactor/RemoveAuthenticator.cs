using Investigator.Access;
using Investigator.Engine.Core;

namespace Investigator.Identity.SecondFactor;

/// <summary>Has no codes asked for any more: for who can prove both factors, or has a recovery code left.</summary>
public sealed class RemoveAuthenticator(Accounts accounts, TimeProvider clock)
{
    /// <exception cref="InputException">Password or code do not fit.</exception>
    public async Task HandleAsync(Actor actor, string? password, string? code, CancellationToken cancel = default)
    {
        await using var scope = accounts.Open(actor, Permission.OwnAccount);
        var user = await scope.RequireAsync(actor.Id, cancel);
        if (!user.TwoFactorEnabled) throw new InputException("no authenticator is in use");
        await scope.RequirePasswordAsync(user, password);
        await scope.RequireCodeAsync(user, code, clock);
        await RemoveAsync(scope, user);
    }

    /// <summary>Takes the factor away with all that it rests on.</summary>
    internal static async Task RemoveAsync(AccountScope scope, UserEntity user)
    {
        (await scope.Users.SetTwoFactorEnabledAsync(user, false)).Require();
        (await scope.Users.ResetAuthenticatorKeyAsync(user)).Require();
        await scope.Users.GenerateNewTwoFactorRecoveryCodesAsync(user, 0);
    }
}
