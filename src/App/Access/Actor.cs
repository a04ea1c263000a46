namespace Investigator.Access;

public enum ActorKind
{
    /// <summary>Signed in, or at a shell of this machine.</summary>
    Person,

    /// <summary>A program that acts by a key.</summary>
    Program,

    /// <summary>The app by itself.</summary>
    Machine,
}

/// <summary>Who reads or writes. Every write to the store names one, and the rows that people make keep its id.</summary>
/// <param name="Id">Stored with what the actor made; never changes.</param>
/// <param name="Name">As pages show it.</param>
/// <param name="Kind">A person, a program or the app by itself.</param>
public sealed record Actor(string Id, string Name, ActorKind Kind)
{
    /// <summary>Begins the ids of those who have a shell of this machine and no account.</summary>
    public const string LocalPrefix = "os:";

    /// <summary>Whoever works at a shell of this machine: started by a command, with an administrator's rights.</summary>
    public static Actor Local { get; } = new(LocalPrefix + Environment.UserName, Environment.UserName, ActorKind.Person)
    {
        Rights = AccessPolicy.All,
        From = "terminal",
    };

    /// <summary>The app by itself: its start-up and the worker that carries runs to their end.</summary>
    public static Actor Machine { get; } = new("machine", "Investigator", ActorKind.Machine) { Rights = AccessPolicy.All, From = "server" };

    /// <summary>Whoever is not known: may do nothing.</summary>
    public static Actor Nobody { get; } = new("nobody", "Nobody", ActorKind.Person);

    /// <summary>What the actor may do at this moment.</summary>
    public IReadOnlySet<Permission> Rights { get; init; } = new HashSet<Permission>();

    /// <summary>Where the actor acts from: the address of a browser or program, or "terminal".</summary>
    public string From { get; init; } = "";

    public bool May(Permission permission) => Rights.Contains(permission);

    /// <exception cref="NotAllowedException">It is not allowed.</exception>
    public void Require(Permission permission)
    {
        if (!May(permission)) throw new NotAllowedException(permission);
    }

    /// <summary>The name behind a stored id of no account; the id itself where no one has it. "local" signs what was made before there were accounts.</summary>
    public static string NameOf(string id) => id switch
    {
        "local" => "Local user",
        "machine" => Machine.Name,
        _ when id.StartsWith(LocalPrefix, StringComparison.Ordinal) => id[LocalPrefix.Length..],
        _ => id,
    };
}
