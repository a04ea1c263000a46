using Investigator.Access;
using Investigator.Storage.Database;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Identity.Keys;

/// <summary>Finds the key behind a secret, and notes that it was used.</summary>
public sealed class KnownKeys(IDbContextFactory<InvestigatorContext> contexts, TimeProvider clock)
{
    /// <summary>How exactly it is known when a key was used: each note is a write.</summary>
    private static readonly TimeSpan Exactness = TimeSpan.FromMinutes(1);

    /// <returns>Null for a secret that opens nothing: wrong, expired, revoked, or of someone who may use no keys any more.</returns>
    internal async Task<KeyIdentity?> FindAsync(string secret, CancellationToken cancel)
    {
        if (!KeySecret.Is(secret)) return null;
        var (hash, now) = (KeySecret.HashOf(secret), clock.GetUtcNow().UtcDateTime);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var found = await context.ApiKeys.AsNoTracking().Where(k => k.Hash == hash && k.RevokedAt == null && k.ExpiresAt > now)
            .Join(context.Users.AsNoTracking().Where(static u => u.DisabledAt == null), static k => k.OwnerId, static u => u.Id, static (k, u) => new { k, u })
            .FirstOrDefaultAsync(cancel);
        if (found is null || new KeyIdentity(found.k, found.u) is not { Program.Rights.Count: > 0 } identity) return null;
        await NoteAsync(found.k, now, cancel);
        return identity;
    }

    // Where it cannot be written, what was asked for is answered all the same.
    private async Task NoteAsync(ApiKeyEntity key, DateTime now, CancellationToken cancel)
    {
        if (key.UsedAt is { } used && now - used < Exactness) return;
        try
        {
            await using var context = await contexts.OpenAsync(Actor.Machine, Permission.UseKeys, cancel);
            if (await context.ApiKeys.FirstOrDefaultAsync(k => k.Id == key.Id && k.UsedAt == key.UsedAt, cancel) is not { } row) return;
            row.UsedAt = now;
            await context.SaveChangesAsync(cancel);
        }
        catch (Exception e) when (e is SqliteException or DbUpdateException)
        {
            // The next use is noted.
        }
    }
}
