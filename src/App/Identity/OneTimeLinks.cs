using System.Buffers.Text;
using System.Security.Cryptography;
using Investigator.Access;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Identity;

/// <summary>Makes links that work once, and takes them.</summary>
public sealed class OneTimeLinks(IDbContextFactory<InvestigatorContext> contexts, TimeProvider clock)
{
    private const int SecretBytes = 32;

    /// <summary>Makes a link; of the first administrator and of one person's recovery there is one at a time, the newest.</summary>
    /// <returns>Its secret, which is kept nowhere.</returns>
    public async Task<string> MakeAsync(Actor actor, Permission needed, OneTimeLinkEntity link, TimeSpan lasts, CancellationToken cancel = default)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var now = clock.GetUtcNow().UtcDateTime;
        (link.Hash, link.CreatedAt, link.ExpiresAt) = (HashOf(secret), now, now + lasts);
        await using var context = await contexts.OpenAsync(actor, needed, cancel);
        if (link.Use != LinkUse.Invitation)
        {
            var earlier = context.OneTimeLinks.Where(l => l.Use == link.Use && l.UserId == link.UserId && l.UsedAt == null && l.WithdrawnAt == null);
            await foreach (var old in earlier.AsAsyncEnumerable().WithCancellation(cancel)) old.WithdrawnAt = now;
        }

        context.OneTimeLinks.Add(link);
        await context.SaveChangesAsync(cancel);
        return secret;
    }

    /// <returns>What a secret is good for at this moment; null for one that is wrong, used, withdrawn or too old.</returns>
    public async Task<OneTimeLinkEntity?> FindAsync(string? secret, LinkUse use, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await FindAsync(context, secret, use, cancel);
    }

    /// <summary>Uses a link up, in the context that also saves what it is used for: of two who open it at once one is late.</summary>
    /// <exception cref="DbUpdateConcurrencyException">When saved: somebody else used it in this moment.</exception>
    internal async Task<OneTimeLinkEntity?> TakeAsync(InvestigatorContext context, string? secret, LinkUse use, CancellationToken cancel = default)
    {
        if (await FindAsync(context, secret, use, cancel) is not { } link) return null;
        link.UsedAt = clock.GetUtcNow().UtcDateTime;
        return link;
    }

    private async Task<OneTimeLinkEntity?> FindAsync(InvestigatorContext context, string? secret, LinkUse use, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(secret)) return null;
        var (hash, now) = (HashOf(secret), clock.GetUtcNow().UtcDateTime);
        return await context.OneTimeLinks.FirstOrDefaultAsync(
            l => l.Hash == hash && l.Use == use && l.UsedAt == null && l.WithdrawnAt == null && l.ExpiresAt > now, cancel);
    }

    private static byte[] HashOf(string secret) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret));
}
