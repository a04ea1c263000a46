using Investigator.Access;

namespace Investigator.Identity;

/// <summary>A session that is in force, and what its person may do at this moment. Whatever changes of it makes another one.</summary>
public sealed class KnownSession(SessionEntity session, UserEntity user)
{
    private long _seen = session.SeenAt.Ticks;

    public string Id { get; } = session.Id;

    public string UserId { get; } = user.Id;

    public string Name { get; } = user.Name;

    public bool IsDemo { get; } = user.IsDemo;

    public SignInWay Way { get; } = session.Way;

    public DateTime CreatedAt { get; } = session.CreatedAt;

    /// <summary>All that the person is here.</summary>
    public IReadOnlyList<Role> Roles { get; } = [.. user.Roles];

    /// <summary>The one that a demo's user plays; null for all.</summary>
    public Role? Playing { get; } = session.Playing;

    public IReadOnlySet<Permission> Rights { get; } = AccessPolicy.Of(session.Playing is { } one ? [one] : user.Roles);

    public DateTime SeenAt => new(Interlocked.Read(ref _seen), DateTimeKind.Utc);

    public bool IsOver(DateTime now) => now - SeenAt > SessionLimits.Idle || now - CreatedAt > SessionLimits.Longest;

    /// <returns>Whether the store should be told: it was used longer ago than the store's knowledge is exact.</returns>
    internal bool Touch(DateTime now)
    {
        var before = SeenAt;
        if (now - before < SessionLimits.Seen) return false;
        return Interlocked.CompareExchange(ref _seen, now.Ticks, before.Ticks) == before.Ticks;
    }

    /// <summary>Whether another reading of the store says the same.</summary>
    internal bool IsSame(KnownSession other) =>
        Name == other.Name && Playing == other.Playing && Roles.SequenceEqual(other.Roles) && Way == other.Way;

    /// <param name="from">The address that the request comes from.</param>
    public Actor ActorFrom(string from) => new(UserId, Name, ActorKind.Person) { Rights = Rights, From = from };
}
