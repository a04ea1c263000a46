using Investigator.Access;
using Investigator.Audit;
using Microsoft.AspNetCore.Identity;

namespace Investigator.Identity.Passkeys;

/// <summary>Adds a passkey of a device to one's own account.</summary>
public sealed class AddPasskey(Accounts accounts, StepSeal steps, AuditLog audit)
{
    public const int Most = 20;

    /// <summary>What the browser is to make one of.</summary>
    public async Task<PasskeyRequest> BeginAsync(Actor actor, HttpContext http, CancellationToken cancel = default)
    {
        await using var scope = accounts.Open(actor, Permission.OwnAccount);
        var user = await scope.RequireAsync(actor.Id, cancel);
        var made = await scope.Passkeys.MakeCreationOptionsAsync(
            new PasskeyUserEntity { Id = user.Id, Name = user.UserName ?? user.Name, DisplayName = user.Name }, http);
        return new PasskeyRequest(made.CreationOptionsJson, steps.Close(StepUse.AddPasskey, made.AttestationState ?? ""));
    }

    /// <returns>False where the passkey was not made for this step and this person, or there are enough of them.</returns>
    public async Task<bool> HandleAsync(Actor actor, HttpContext http, string? credential, string? token, string? name, CancellationToken cancel = default)
    {
        await using var scope = accounts.Open(actor, Permission.OwnAccount);
        var user = await scope.RequireAsync(actor.Id, cancel);
        if (user.IsDemo || string.IsNullOrEmpty(credential) || steps.Open(StepUse.AddPasskey, token) is not { } step) return false;
        if ((await scope.Users.GetPasskeysAsync(user)).Count >= Most) return false;
        var result = await scope.Passkeys.PerformAttestationAsync(
            new PasskeyAttestationContext { HttpContext = http, CredentialJson = credential, AttestationState = step.What });
        if (!result.Succeeded || result.UserEntity.Id != user.Id || !steps.Finish(step)) return false;
        result.Passkey.Name = AccountProblem.OfName(name) is null ? name!.Trim() : "Passkey";
        (await scope.Users.AddOrUpdatePasskeyAsync(user, result.Passkey)).Require();
        await audit.RecordAsync(actor, AuditAction.Added, $"user {user.Id}", "passkey", cancel: cancel);
        return true;
    }
}
