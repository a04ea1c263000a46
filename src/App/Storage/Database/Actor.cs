namespace Investigator.Storage.Database;

public enum ActorKind
{
    Person,
    Machine,
}

/// <summary>Who writes. Every write to the store names one, and the rows that people make keep its id.</summary>
/// <param name="Id">Stored with what the actor made; never changes.</param>
/// <param name="Name">As pages show it.</param>
/// <param name="Kind">A person, or the app by itself.</param>
public sealed record Actor(string Id, string Name, ActorKind Kind)
{
    /// <summary>Whoever uses this machine: until there are accounts, the only person there is.</summary>
    public static Actor Local { get; } = new("local", "Local user", ActorKind.Person);

    /// <summary>The name behind a stored id; the id where no one has it.</summary>
    public static string NameOf(string id) => id == Local.Id ? Local.Name : id == Machine.Id ? Machine.Name : id;

    /// <summary>The app by itself: its start-up and the worker that carries runs to their end.</summary>
    public static Actor Machine { get; } = new("machine", "Investigator", ActorKind.Machine);
}
