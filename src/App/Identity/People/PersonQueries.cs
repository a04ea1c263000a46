using Investigator.Access;
using Investigator.Storage.Database;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Identity.People;

/// <summary>Someone with an account, as who looks after people sees them.</summary>
public sealed record PersonLine(string Id, string Name, string UserName, IReadOnlyList<Role> Roles, bool IsDemo, DateTime CreatedAt)
{
    public DateTime? ClosedAt { get; init; }

    /// <summary>About when they used it last; null for never.</summary>
    public DateTime? SeenAt { get; init; }

    /// <summary>Browsers in which they are signed in.</summary>
    public int OpenSessions { get; init; }

    public bool HasPassword { get; init; }

    /// <summary>Whether a code is asked for after the password.</summary>
    public bool HasAuthenticator { get; init; }

    public int Passkeys { get; init; }
}

/// <summary>A link that nobody has used yet.</summary>
public sealed record PendingLink(int Id, LinkUse Use, string Name, IReadOnlyList<Role> Roles, string By, DateTime CreatedAt, DateTime Until);

/// <summary>Who has an account, and who is invited.</summary>
public sealed class PersonQueries(IDbContextFactory<InvestigatorContext> contexts, TimeProvider clock)
{
    /// <summary>Everybody, by name; closed accounts last.</summary>
    public async Task<IReadOnlyList<PersonLine>> ListAsync(CancellationToken cancel = default)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (idle, longest) = (now - SessionLimits.Idle, now - SessionLimits.Longest);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var users = await context.Users.AsNoTracking().ToListAsync(cancel);
        var sessions = (await context.Sessions.AsNoTracking().GroupBy(static s => s.UserId)
            .Select(g => new
            {
                UserId = g.Key,
                Seen = g.Max(static s => s.SeenAt),
                Open = g.Count(s => s.EndedAt == null && s.SeenAt > idle && s.CreatedAt > longest),
            }).ToListAsync(cancel)).ToDictionary(static s => s.UserId);
        var passkeys = await context.Set<IdentityUserPasskey<string>>().GroupBy(static p => p.UserId)
            .Select(static g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(static g => g.Key, static g => g.Count, cancel);
        return [.. users.OrderBy(static u => u.DisabledAt is not null).ThenBy(static u => u.Name, StringComparer.OrdinalIgnoreCase).Select(Line)];

        PersonLine Line(UserEntity user)
        {
            var session = sessions.GetValueOrDefault(user.Id);
            return new PersonLine(user.Id, user.Name, user.UserName ?? "", user.Roles, user.IsDemo, user.CreatedAt)
            {
                ClosedAt = user.DisabledAt,
                SeenAt = session?.Seen,
                OpenSessions = user.DisabledAt is null ? session?.Open ?? 0 : 0,
                HasPassword = user.PasswordHash is not null,
                HasAuthenticator = user.TwoFactorEnabled,
                Passkeys = passkeys.GetValueOrDefault(user.Id),
            };
        }
    }

    /// <summary>Invitations and recoveries that can be used still, the newest first.</summary>
    public async Task<IReadOnlyList<PendingLink>> PendingAsync(CancellationToken cancel = default)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var links = await context.OneTimeLinks.AsNoTracking()
            .Where(l => l.Use != LinkUse.FirstAdministrator && l.UsedAt == null && l.WithdrawnAt == null && l.ExpiresAt > now)
            .OrderByDescending(static l => l.Id).ToListAsync(cancel);
        var names = await context.Users.AsNoTracking().Select(static u => new { u.Id, u.Name }).ToDictionaryAsync(static u => u.Id, static u => u.Name, cancel);
        return [.. links.Select(l => new PendingLink(
            l.Id, l.Use, l.Name, l.Roles, names.GetValueOrDefault(l.CreatedBy) ?? Actor.NameOf(l.CreatedBy), l.CreatedAt, l.ExpiresAt))];
    }
}
