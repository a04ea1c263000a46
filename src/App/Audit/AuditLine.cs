namespace Investigator.Audit;

/// <summary>An entry as people read it: what is sealed is opened, or says in brackets why not.</summary>
/// <param name="Id">Its number in the record.</param>
/// <param name="At">UTC.</param>
/// <param name="ActorId">Who.</param>
/// <param name="ActorName">As it was then.</param>
/// <param name="From">From where.</param>
/// <param name="Action">What was done.</param>
/// <param name="Kind">To what kind of thing.</param>
/// <param name="Key">To which one; empty for all, or many, of the kind.</param>
/// <param name="Changes">What changed.</param>
/// <param name="Details">What else there is to say.</param>
/// <param name="Reason">As the actor gave it.</param>
/// <param name="Hash">Of the entry.</param>
public sealed record AuditLine(
    long Id, DateTime At, string ActorId, string ActorName, string From, AuditAction Action, string Kind, string Key,
    IReadOnlyList<AuditChange> Changes, string? Details, string? Reason, string Hash)
{
    public string Subject => Key.Length == 0 ? Kind : $"{Kind} {Key}";
}

/// <summary>One value of a row before and after; null is no value.</summary>
public sealed record AuditChange(string Name, string? Before, string? After);

/// <summary>Someone who did something.</summary>
public sealed record AuditActor(string Id, string Name);

/// <summary>Some entries, newest first.</summary>
/// <param name="Lines">The entries.</param>
/// <param name="Older">What the next page begins below; null where this is the last.</param>
public sealed record AuditExtract(IReadOnlyList<AuditLine> Lines, long? Older);
