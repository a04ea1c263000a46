using Investigator.Access;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Identity.Keys;

/// <summary>A key as its owner sees it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Owner">In whose place it asks.</param>
/// <param name="IsOwn">Whether that is whoever looks.</param>
/// <param name="Beginning">Of its secret.</param>
/// <param name="Scopes">What it may do at most.</param>
/// <param name="ExpiresAt">When it ends by itself.</param>
/// <param name="UsedAt">About when it was used last.</param>
/// <param name="State">Whether it opens anything.</param>
public sealed record KeyLine(
    int Id, string Name, string Owner, bool IsOwn, string Beginning, IReadOnlyList<Permission> Scopes, DateTime ExpiresAt, DateTime? UsedAt, KeyState State);

public enum KeyState
{
    InForce,
    Expired,
    Revoked,

    /// <summary>Its owner may use no keys any more, or may do nothing of what it is for.</summary>
    OfNoUse,
}

public sealed class KeyQueries(IDbContextFactory<InvestigatorContext> contexts, TimeProvider clock)
{
    /// <returns>One's own, and those of everybody for who looks after people; the newest first.</returns>
    public async Task<IReadOnlyList<KeyLine>> ListAsync(Actor actor, CancellationToken cancel = default)
    {
        actor.Require(Permission.UseKeys);
        var (all, now) = (actor.May(Permission.ManagePeople), clock.GetUtcNow().UtcDateTime);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await context.ApiKeys.AsNoTracking().Where(k => all || k.OwnerId == actor.Id).OrderByDescending(static k => k.Id)
            .Join(context.Users.AsNoTracking(), static k => k.OwnerId, static u => u.Id, static (k, u) => new { k, u })
            .ToListAsync(cancel);
        return [.. rows.OrderByDescending(static r => r.k.Id).Select(r => Line(r.k, r.u, r.u.Id == actor.Id, now))];
    }

    private static KeyLine Line(ApiKeyEntity key, UserEntity owner, bool isOwn, DateTime now) => new(
        key.Id, key.Name, owner.Name, isOwn, key.Beginning, key.Scopes, key.ExpiresAt, key.UsedAt, StateOf(key, owner, now));

    private static KeyState StateOf(ApiKeyEntity key, UserEntity owner, DateTime now)
    {
        if (key.RevokedAt is not null) return KeyState.Revoked;
        if (key.ExpiresAt <= now) return KeyState.Expired;
        return owner.DisabledAt is null && new KeyIdentity(key, owner).Program.Rights.Count > 0 ? KeyState.InForce : KeyState.OfNoUse;
    }
}
