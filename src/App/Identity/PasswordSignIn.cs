using Investigator.Access;
using Investigator.Audit;
using Microsoft.AspNetCore.Identity;

namespace Investigator.Identity;

/// <summary>Checks a name and a password. What does not fit is answered alike, and after as much work, whether there is such a person or not.</summary>
public sealed class PasswordSignIn(Accounts accounts, AuditLog audit)
{
    /// <summary>Compared against where nobody has the name, or the account rests.</summary>
    private static readonly Lazy<(UserEntity User, string Hash)> Nobody = new(() =>
    {
        var user = new UserEntity();
        return (user, new PasswordHasher<UserEntity>().HashPassword(user, Guid.NewGuid().ToString()));
    });

    /// <returns>The person, who may still owe a second factor; null where it does not fit, or the account rests after too many tries.</returns>
    public async Task<UserEntity?> HandleAsync(string? name, string? password, SignInPlace place, CancellationToken cancel = default)
    {
        await using var scope = accounts.Open(Actor.Machine with { From = place.From }, Permission.ManagePeople);
        var user = string.IsNullOrWhiteSpace(name) ? null : await scope.Users.FindByNameAsync(name.Trim()) ?? await scope.Users.FindByEmailAsync(name.Trim());
        if (user is not { DisabledAt: null, PasswordHash: not null } || await scope.Users.IsLockedOutAsync(user))
        {
            new PasswordHasher<UserEntity>().VerifyHashedPassword(Nobody.Value.User, Nobody.Value.Hash, password ?? "");
            await RecordAsync(user, place, cancel);
            return null;
        }

        var result = await scope.SignIns.CheckPasswordSignInAsync(user, password ?? "", lockoutOnFailure: true);
        if (result.Succeeded) return user;
        await RecordAsync(user, place, cancel);
        return null;
    }

    // The name is not kept where nobody has it: people type their passwords into the wrong field.
    private Task RecordAsync(UserEntity? user, SignInPlace place, CancellationToken cancel) => audit.RecordAsync(
        Actor.Nobody with { From = place.From }, AuditAction.SignInFailed, user is null ? "user unknown" : $"user {user.Id}",
        person: user?.Id, cancel: cancel);
}
