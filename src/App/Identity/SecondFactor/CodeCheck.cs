using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Identity.SecondFactor;

/// <summary>Checks a code of a person's authenticator, or one of the recovery codes, and uses it up.</summary>
internal static class CodeCheck
{
    private const int Digits = 6;

    private const string Provider = "Investigator";

    /// <summary>Codes that were taken and would still pass: an authenticator's code is right for two and a half minutes.</summary>
    private const string TakenCodes = nameof(TakenCodes);

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    /// <returns>False for a code that is wrong or was taken before, and for any while the account rests. Wrong ones count as wrong passwords do.</returns>
    public static async Task<bool> TakeAsync(AccountScope scope, UserEntity user, string? code, TimeProvider clock)
    {
        if (await scope.Users.IsLockedOutAsync(user)) return false;
        try
        {
            var plain = string.Concat((code ?? "").Where(static c => !char.IsWhiteSpace(c)));
            var isRight = plain.Length == Digits && plain.All(char.IsAsciiDigit)
                ? await TakeOfAuthenticatorAsync(scope.Users, user, plain, clock)
                : plain.Length > Digits && (await scope.Users.RedeemTwoFactorRecoveryCodeAsync(user, plain.ToUpperInvariant())).Succeeded;
            var counted = isRight ? await scope.Users.ResetAccessFailedCountAsync(user) : await scope.Users.AccessFailedAsync(user);
            return isRight && counted.Succeeded;
        }
        catch (DbUpdateException)
        {
            // Somebody else took one in this moment: of two who type the same code one is late.
            return false;
        }
    }

    private static async Task<bool> TakeOfAuthenticatorAsync(UserManager<UserEntity> users, UserEntity user, string code, TimeProvider clock)
    {
        if (!await users.VerifyTwoFactorTokenAsync(user, users.Options.Tokens.AuthenticatorTokenProvider, code)) return false;
        var now = clock.GetUtcNow();
        var taken = Parse(await users.GetAuthenticationTokenAsync(user, Provider, TakenCodes)).Where(t => t.At > now - Kept).ToList();
        if (taken.Exists(t => t.Code == code)) return false;
        taken.Add((code, now));
        var kept = string.Join(' ', taken.Select(static t => FormattableString.Invariant($"{t.Code}@{t.At.UtcTicks}")));
        return (await users.SetAuthenticationTokenAsync(user, Provider, TakenCodes, kept)).Succeeded;
    }

    private static IEnumerable<(string Code, DateTimeOffset At)> Parse(string? taken) =>
        (taken ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static entry => entry.Split('@'))
            .Select(static part => (part[0], new DateTimeOffset(long.Parse(part[1], CultureInfo.InvariantCulture), TimeSpan.Zero)));
}
