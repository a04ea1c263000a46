using Investigator.Storage.Database;

namespace Investigator.Audit;

/// <summary>One thing that was done. Entries are added by <see cref="AuditChain"/> alone, and triggers of the database refuse to change or remove
/// them.</summary>
/// <remarks>What tells who someone is stands here sealed (<see cref="SealedText"/>): the key is the person's own and can be thrown away.</remarks>
[NotAudited]
public sealed class AuditEntryEntity
{
    /// <summary>1, 2, 3, … without a gap.</summary>
    public long Id { get; set; }

    public DateTime At { get; set; }

    /// <summary><c>Actor.Id</c>.</summary>
    public required string ActorId { get; set; }

    /// <summary>Sealed where the actor is an account.</summary>
    public required string ActorName { get; set; }

    /// <summary>The actor's address, or "terminal"; sealed where the actor is an account.</summary>
    public required string From { get; set; }

    public AuditAction Action { get; set; }

    /// <summary>What kind of thing it was done to: "run".</summary>
    public required string Kind { get; set; }

    /// <summary>Which one: "3"; empty where it was done to all, or many, of the kind.</summary>
    public required string Key { get; set; }

    /// <summary>What changed, as it was: a JSON object (<see cref="ChangeJson"/>); null where there was nothing before.</summary>
    public string? Before { get; set; }

    /// <summary>What changed, as it is now, likewise; null where nothing is left.</summary>
    public string? After { get; set; }

    /// <summary>Sealed where <see cref="Person"/> says whom they tell of.</summary>
    public string? Details { get; set; }

    /// <summary>Whose key <see cref="Details"/> is sealed under; null where they stand open.</summary>
    public string? Person { get; set; }

    /// <summary>As the actor gave it.</summary>
    public string? Reason { get; set; }

    /// <summary>Hash of the entry before; of the first entry, a random start that tells this record from any other.</summary>
    public required string Previous { get; set; }

    /// <summary>SHA-256 over all the other columns (<see cref="AuditRow.ComputeHash"/>), hexadecimal.</summary>
    public required string Hash { get; set; }
}
