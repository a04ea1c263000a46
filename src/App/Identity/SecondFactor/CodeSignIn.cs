using System.Text.Json;
using Investigator.Access;
using Investigator.Audit;

namespace Investigator.Identity.SecondFactor;

/// <summary>The second half of a sign-in: the code, after a password that fits.</summary>
public sealed class CodeSignIn(Accounts accounts, StepSeal steps, AuditLog audit, TimeProvider clock)
{
    /// <param name="UserId">Whose password fits.</param>
    /// <param name="Stamp">Of the account at that moment: what changes the account undoes the step.</param>
    /// <param name="ReturnUrl">Where the browser was going.</param>
    private sealed record Owed(string UserId, string? Stamp, string? ReturnUrl);

    /// <returns>What the browser brings back with the code.</returns>
    public string Begin(UserEntity user, string? returnUrl)
    {
        ArgumentNullException.ThrowIfNull(user);
        return steps.Close(StepUse.Code, JsonSerializer.Serialize(new Owed(user.Id, user.SecurityStamp, returnUrl)));
    }

    public bool IsOwed(string? token) => steps.Open(StepUse.Code, token) is not null;

    /// <returns>The person, and where the browser was going; null where the code does not fit or the step is over.</returns>
    public async Task<(UserEntity User, string? ReturnUrl)?> HandleAsync(
        string? token, string? code, SignInPlace place, CancellationToken cancel = default)
    {
        if (steps.Open(StepUse.Code, token) is not { } step || JsonSerializer.Deserialize<Owed>(step.What) is not { } owed) return null;
        await using var scope = accounts.Open(Actor.Machine with { From = place.From }, Permission.ManagePeople);
        if (await scope.FindAsync(owed.UserId, cancel) is not { TwoFactorEnabled: true } user || user.SecurityStamp != owed.Stamp) return null;
        if (await CodeCheck.TakeAsync(scope, user, code, clock) && steps.Finish(step)) return (user, owed.ReturnUrl);
        await audit.RecordAsync(
            Actor.Nobody with { From = place.From }, AuditAction.SignInFailed, $"user {user.Id}", "code", person: user.Id, cancel: cancel);
        return null;
    }
}
