using Investigator.Access;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Identity.People;

/// <summary>What a link says to who opens it.</summary>
/// <param name="Use">An invitation or a recovery.</param>
/// <param name="Name">Whom it is for.</param>
/// <param name="UserName">What the person signs in with; null for who has no account yet.</param>
/// <param name="By">Who made it.</param>
/// <param name="Roles">What an invitation makes of the person.</param>
/// <param name="Until">After this it is of no use.</param>
public sealed record OpenedLink(LinkUse Use, string Name, string? UserName, string By, IReadOnlyList<Role> Roles, DateTime Until);

/// <summary>Reads links without using them up: mail programs open them too.</summary>
public sealed class InvitationQueries(IDbContextFactory<InvestigatorContext> contexts, OneTimeLinks links)
{
    /// <returns>Null for a link of no use, whatever the reason.</returns>
    public async Task<OpenedLink?> FindAsync(string? secret, CancellationToken cancel = default)
    {
        var link = await links.FindAsync(secret, LinkUse.Invitation, cancel) ?? await links.FindAsync(secret, LinkUse.Recovery, cancel);
        if (link is null) return null;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var maker = await context.Users.AsNoTracking().FirstOrDefaultAsync(u => u.Id == link.CreatedBy, cancel);
        var user = await context.Users.AsNoTracking().FirstOrDefaultAsync(u => u.Id == link.UserId, cancel);
        if (link.Use == LinkUse.Recovery && user is not { DisabledAt: null }) return null;
        return new OpenedLink(link.Use, link.Name, user?.UserName, maker?.Name ?? Actor.NameOf(link.CreatedBy), link.Roles, link.ExpiresAt);
    }
}
