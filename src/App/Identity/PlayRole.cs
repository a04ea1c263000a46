using Investigator.Access;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Identity;

/// <summary>Lets a demo's user see the app as one role does. Nobody else can: their roles are what they were given.</summary>
public sealed class PlayRole(IDbContextFactory<InvestigatorContext> contexts, Sessions sessions)
{
    /// <param name="actor">The demo's user.</param>
    /// <param name="session">In which to play.</param>
    /// <param name="role">Null for all roles at once.</param>
    /// <param name="cancel">Stops before anything is written.</param>
    /// <returns>False for anybody but a demo's user in a session of their own.</returns>
    public async Task<bool> HandleAsync(Actor actor, string session, Role? role, CancellationToken cancel = default)
    {
        await using var context = await contexts.OpenAsync(actor, Permission.OwnAccount, cancel);
        if (!await context.Users.AnyAsync(u => u.Id == actor.Id && u.IsDemo, cancel)) return false;
        if (await context.Sessions.FirstOrDefaultAsync(s => s.Id == session && s.UserId == actor.Id, cancel) is not { } row) return false;
        row.Playing = role;
        await context.SaveChangesAsync(cancel);
        await sessions.RefreshAsync(actor.Id, cancel);
        return true;
    }
}
