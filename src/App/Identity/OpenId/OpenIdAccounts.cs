using Investigator.Access;
using Investigator.Audit;
using Microsoft.AspNetCore.Identity;

namespace Investigator.Identity.OpenId;

/// <summary>Someone as the provider knows them.</summary>
/// <param name="Issuer">The provider, as it signs.</param>
/// <param name="Subject">Its own, lasting id of the person.</param>
/// <param name="Name">As colleagues know the person.</param>
/// <param name="UserName">What the person signs in with there.</param>
/// <param name="Roles">What the person is here.</param>
internal sealed record OpenIdPerson(string Issuer, string Subject, string Name, string UserName, List<Role> Roles);

/// <summary>The account behind what a provider says: found by the provider and its own id of the person, never by a name or an address, which may change
/// hands.</summary>
internal sealed class OpenIdAccounts(Accounts accounts, Sessions sessions, AuditLog audit, TimeProvider clock)
{
    private static readonly SemaphoreSlim Turn = new(1, 1);

    /// <summary>Makes the account at the first sign-in; at each one its roles become those that the provider tells of.</summary>
    /// <returns>Null for one who has no role here, or whose account was closed; of an account that is there all roles are taken then.</returns>
    public async Task<UserEntity?> HandleAsync(OpenIdPerson person, SignInPlace place, CancellationToken cancel = default)
    {
        await Turn.WaitAsync(cancel);
        try
        {
            await using var scope = accounts.Open(Actor.Machine with { From = place.From }, Permission.ManagePeople);
            var user = await scope.Users.FindByLoginAsync(person.Issuer, person.Subject);
            if (user is null && person.Roles.Count > 0) return await MakeAsync(scope, person, cancel);
            if (user is not null) await UpdateAsync(scope, user, person, cancel);
            if (user is { DisabledAt: null } && person.Roles.Count > 0) return user;
            await audit.RecordAsync(
                Actor.Nobody with { From = place.From }, AuditAction.SignInFailed, user is null ? "user unknown" : $"user {user.Id}", nameof(SignInWay.OpenId),
                person: user?.Id, cancel: cancel);
            return null;
        }
        finally
        {
            Turn.Release();
        }
    }

    private async Task<UserEntity> MakeAsync(AccountScope scope, OpenIdPerson person, CancellationToken cancel)
    {
        var user = new UserEntity
        {
            UserName = await scope.FreeNameAsync(person.UserName, cancel),
            Name = person.Name,
            Roles = person.Roles,
            CreatedAt = clock.GetUtcNow().UtcDateTime,
            LockoutEnabled = true,
        };
        // Saved with the account: neither is there without the other.
        scope.Context.Add(new IdentityUserLogin<string> { LoginProvider = person.Issuer, ProviderKey = person.Subject, UserId = user.Id });
        (await scope.Users.CreateAsync(user)).Require();
        return user;
    }

    private async Task UpdateAsync(AccountScope scope, UserEntity user, OpenIdPerson person, CancellationToken cancel)
    {
        if (user.Name == person.Name && user.Roles.SequenceEqual(person.Roles)) return;
        (user.Name, user.Roles) = (person.Name, person.Roles);
        (await scope.Users.UpdateAsync(user)).Require();
        await sessions.RefreshAsync(user.Id, cancel);
    }
}
