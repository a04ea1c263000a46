using Investigator.Access;

namespace Investigator.Identity;

/// <summary>Who acts in this scope: a request or a circuit. Nobody until told.</summary>
public sealed class CurrentActor
{
    public Actor Actor { get; private set; } = Actor.Nobody;

    /// <summary>The browser's session; null for a program and for nobody.</summary>
    public KnownSession? Session { get; private set; }

    public void Set(KnownSession session, string from) => (Session, Actor) = (session, session.ActorFrom(from));

    public void Set(Actor actor) => (Session, Actor) = (null, actor);
}
