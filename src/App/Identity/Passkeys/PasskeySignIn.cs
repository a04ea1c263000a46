using Investigator.Access;
using Investigator.Audit;
using Microsoft.AspNetCore.Identity;

namespace Investigator.Identity.Passkeys;

/// <summary>Signs in by a passkey alone: the device has asked for a finger, a face or a PIN, so it is two factors by itself.</summary>
public sealed class PasskeySignIn(Accounts accounts, StepSeal steps, AuditLog audit)
{
    /// <summary>What the browser is to have signed.</summary>
    public async Task<PasskeyRequest> BeginAsync(HttpContext http)
    {
        await using var scope = accounts.Open(Actor.Machine, Permission.OwnAccount);
        var made = await scope.Passkeys.MakeRequestOptionsAsync(user: null, http);
        return new PasskeyRequest(made.RequestOptionsJson, steps.Close(StepUse.PasskeySignIn, made.AssertionState ?? ""));
    }

    /// <returns>Whose passkey it is; null where it is nobody's, or was not made for this step.</returns>
    public async Task<UserEntity?> HandleAsync(HttpContext http, string? credential, string? token, CancellationToken cancel = default)
    {
        var place = SignInPlace.Of(http);
        await using var scope = accounts.Open(Actor.Machine with { From = place.From }, Permission.ManagePeople);
        if (await FindAsync(scope, http, credential, token) is { } user) return user;
        await audit.RecordAsync(Actor.Nobody with { From = place.From }, AuditAction.SignInFailed, "user unknown", "passkey", cancel: cancel);
        return null;
    }

    private async Task<UserEntity?> FindAsync(AccountScope scope, HttpContext http, string? credential, string? token)
    {
        if (string.IsNullOrEmpty(credential) || steps.Open(StepUse.PasskeySignIn, token) is not { } step) return null;
        var result = await scope.Passkeys.PerformAssertionAsync(
            new PasskeyAssertionContext { HttpContext = http, CredentialJson = credential, AssertionState = step.What });
        if (result is not { Succeeded: true, User: { DisabledAt: null } user } || !steps.Finish(step)) return null;

        // Its count of uses goes up, so that a copy of it is noticed.
        (await scope.Users.AddOrUpdatePasskeyAsync(user, result.Passkey)).Require();
        return user;
    }
}
