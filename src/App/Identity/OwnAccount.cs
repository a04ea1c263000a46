using System.Buffers.Text;
using Investigator.Access;
using Investigator.Storage.Database;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Identity;

/// <summary>How someone may sign in.</summary>
/// <param name="UserName">What they sign in with.</param>
/// <param name="HasPassword">Whether there is a password.</param>
/// <param name="HasAuthenticator">Whether a code is asked for after it.</param>
/// <param name="Logins">Other systems by which they sign in.</param>
/// <param name="Passkeys">The first made first.</param>
public sealed record WaysIn(
    string UserName, bool HasPassword, bool HasAuthenticator, IReadOnlyList<string> Logins, IReadOnlyList<PasskeyLine> Passkeys)
{
    /// <summary>Whether the person comes in again, once the session of the link that let them in has ended.</summary>
    public bool ComesBack => HasPassword || Passkeys.Count > 0 || Logins.Count > 0;
}

public sealed record PasskeyLine(string Id, string Name, DateTime CreatedAt);

/// <summary>A browser in which someone is signed in.</summary>
public sealed record OpenSession(string Id, SignInWay Way, DateTime CreatedAt, DateTime SeenAt, string From, string Agent);

/// <summary>What one's own account's page says.</summary>
public sealed class OwnAccount(IDbContextFactory<InvestigatorContext> contexts, TimeProvider clock)
{
    /// <returns>Null for who has no account: a program, or whoever works at a terminal.</returns>
    public async Task<WaysIn?> WaysAsync(Actor actor, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Users.AsNoTracking().FirstOrDefaultAsync(u => u.Id == actor.Id, cancel) is not { } user) return null;
        var logins = await context.Set<IdentityUserLogin<string>>().AsNoTracking().Where(l => l.UserId == user.Id)
            .Select(static l => l.ProviderDisplayName ?? l.LoginProvider).ToListAsync(cancel);
        var passkeys = await context.Set<IdentityUserPasskey<string>>().AsNoTracking().Where(p => p.UserId == user.Id).ToListAsync(cancel);
        var lines = passkeys.OrderBy(static p => p.Data.CreatedAt)
            .Select(static p => new PasskeyLine(Base64Url.EncodeToString(p.CredentialId), p.Data.Name ?? "", p.Data.CreatedAt.UtcDateTime));
        return new WaysIn(user.UserName ?? "", user.PasswordHash is not null, user.TwoFactorEnabled, logins, [.. lines]);
    }

    /// <summary>Those in force, the last used first.</summary>
    public async Task<IReadOnlyList<OpenSession>> SessionsAsync(Actor actor, CancellationToken cancel = default)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (idle, longest) = (now - SessionLimits.Idle, now - SessionLimits.Longest);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Sessions.AsNoTracking()
            .Where(s => s.UserId == actor.Id && s.EndedAt == null && s.SeenAt > idle && s.CreatedAt > longest)
            .OrderByDescending(static s => s.SeenAt)
            .Select(static s => new OpenSession(s.Id, s.Way, s.CreatedAt, s.SeenAt, s.From, s.Agent)).ToListAsync(cancel);
    }
}
