using Investigator.Access;
using Investigator.Audit;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Identity;

/// <summary>Ends sessions: one's own by signing out, others of one's own from the account's page, those of anybody by who looks after people.</summary>
public sealed class EndSession(IDbContextFactory<InvestigatorContext> contexts, Sessions sessions, AuditLog audit, TimeProvider clock)
{
    /// <summary>Ends one.</summary>
    /// <returns>False where there is none of that id, or not of one's own.</returns>
    public async Task<bool> HandleAsync(Actor actor, string session, CancellationToken cancel = default) =>
        await EndAsync(actor, s => s.Id == session, cancel) > 0;

    /// <summary>Ends all of a person, but for one.</summary>
    /// <returns>How many.</returns>
    public Task<int> AllAsync(Actor actor, string userId, string? except = null, CancellationToken cancel = default) =>
        EndAsync(actor, s => s.UserId == userId && s.Id != except, cancel);

    private async Task<int> EndAsync(
        Actor actor, System.Linq.Expressions.Expression<Func<SessionEntity, bool>> which, CancellationToken cancel)
    {
        await using var context = await contexts.OpenAsync(actor, Permission.OwnAccount, cancel);
        var ended = await context.Sessions.Where(static s => s.EndedAt == null).Where(which).ToListAsync(cancel);
        if (!actor.May(Permission.ManagePeople)) ended.RemoveAll(s => s.UserId != actor.Id);
        foreach (var session in ended) session.EndedAt = clock.GetUtcNow().UtcDateTime;
        await context.SaveChangesAsync(cancel);
        foreach (var user in ended.Select(static s => s.UserId).Distinct()) await sessions.RefreshAsync(user, cancel);
        foreach (var session in ended) await audit.RecordAsync(actor, AuditAction.SignedOut, $"user {session.UserId}", cancel: cancel);
        return ended.Count;
    }
}
