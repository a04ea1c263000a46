using Investigator.Access;
using Investigator.Audit;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Identity;

/// <summary>Where a sign-in comes from.</summary>
/// <param name="From">The address of the browser.</param>
/// <param name="Agent">What the browser says it is.</param>
public sealed record SignInPlace(string From, string Agent)
{
    private const int LongestAgent = 300;

    public static SignInPlace Of(HttpContext http)
    {
        var agent = http.Request.Headers.UserAgent.ToString();
        return new(http.Connection.RemoteIpAddress?.ToString() ?? "", agent.Length > LongestAgent ? agent[..LongestAgent] : agent);
    }
}

/// <summary>Lets someone in who has proved who they are. Each sign-in is a session of its own, never an earlier one.</summary>
public sealed class BeginSession(IDbContextFactory<InvestigatorContext> contexts, Sessions sessions, AuditLog audit, TimeProvider clock)
{
    /// <returns>The session's id, for the cookie.</returns>
    public async Task<string> HandleAsync(UserEntity user, SignInWay way, SignInPlace place, CancellationToken cancel = default)
    {
        var actor = new Actor(user.Id, user.Name, ActorKind.Person) { Rights = AccessPolicy.All, From = place.From };
        var now = clock.GetUtcNow().UtcDateTime;
        var session = new SessionEntity
        {
            Id = Guid.NewGuid().ToString("N"),
            UserId = user.Id,
            Way = way,
            CreatedAt = now,
            SeenAt = now,
            From = place.From,
            Agent = place.Agent,
        };
        await using (var context = await contexts.OpenAsync(actor, Permission.OwnAccount, cancel))
        {
            context.Sessions.Add(session);
            await context.SaveChangesAsync(cancel);
        }

        await sessions.RefreshAsync(user.Id, cancel);
        await audit.RecordAsync(actor, AuditAction.SignedIn, $"user {user.Id}", $"{way} from {place.From}", person: user.Id, cancel: cancel);
        return session.Id;
    }
}
