using Investigator.Access;
using Investigator.Engine.Core;

namespace Investigator.Identity.SecondFactor;

/// <summary>Makes new recovery codes; those of before are of no use any more.</summary>
public sealed class RenewRecoveryCodes(Accounts accounts, TimeProvider clock)
{
    /// <exception cref="InputException">The code does not fit, or no authenticator is in use.</exception>
    public async Task<IReadOnlyList<string>> HandleAsync(Actor actor, string? code, CancellationToken cancel = default)
    {
        await using var scope = accounts.Open(actor, Permission.OwnAccount);
        var user = await scope.RequireAsync(actor.Id, cancel);
        if (!user.TwoFactorEnabled) throw new InputException("no authenticator is in use");
        await scope.RequireCodeAsync(user, code, clock);
        return [.. (await scope.Users.GenerateNewTwoFactorRecoveryCodesAsync(user, ConfirmAuthenticator.RecoveryCodes))!];
    }
}
