using Investigator.Access;
using Investigator.Engine.Core;

namespace Investigator.Identity.SecondFactor;

/// <summary>Has codes asked for at sign-in from now on, once the app has shown one that fits.</summary>
public sealed class ConfirmAuthenticator(Accounts accounts, TimeProvider clock)
{
    internal const int RecoveryCodes = 10;

    /// <returns>Codes for the day the app is lost, each good once. They are kept as hashes alone.</returns>
    /// <exception cref="InputException">The code does not fit.</exception>
    public async Task<IReadOnlyList<string>> HandleAsync(Actor actor, string? code, CancellationToken cancel = default)
    {
        await using var scope = accounts.Open(actor, Permission.OwnAccount);
        var user = await scope.RequireAsync(actor.Id, cancel);
        if (user.TwoFactorEnabled) throw new InputException("an authenticator is in use already", expected: "to switch it off first");
        await scope.RequireCodeAsync(user, code, clock);
        (await scope.Users.SetTwoFactorEnabledAsync(user, true)).Require();
        return [.. (await scope.Users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes))!];
    }
}
