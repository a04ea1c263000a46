namespace Investigator.Approvals;

/// <summary>A request as the inbox shows it to someone.</summary>
public sealed record ApprovalLine
{
    public required int Id { get; init; }

    public required ApprovalKind Kind { get; init; }

    public required string Subject { get; init; }

    public required string What { get; init; }

    public required IReadOnlyList<ValueChange> Changes { get; init; }

    public string? Effect { get; init; }

    public string? Evidence { get; init; }

    public required string Reason { get; init; }

    /// <summary>Ids of actors, here and below.</summary>
    public required string AskedBy { get; init; }

    public required DateTime AskedAt { get; init; }

    public required DateTime Deadline { get; init; }

    /// <summary>At the moment of reading.</summary>
    public required ApprovalState State { get; init; }

    public string? DecidedBy { get; init; }

    public DateTime? DecidedAt { get; init; }

    public string? OnBehalfOf { get; init; }

    public string? DecisionReason { get; init; }

    /// <summary>It waits, but something else has come into force since it was asked for, so that it can only be rejected or withdrawn.</summary>
    public bool Outdated { get; init; }

    /// <summary>Whether the reader may decide it.</summary>
    public required Standing Standing { get; init; }

    /// <summary>The reader asked for it.</summary>
    public required bool Own { get; init; }
}

/// <summary>Requests of the inbox.</summary>
/// <param name="Waiting">By deadline.</param>
/// <param name="Decided">Newest first.</param>
/// <param name="HasMore">Whether there are older ones than those of <paramref name="Decided"/>.</param>
/// <param name="SeesAll">False for a reader who is shown only what they asked for.</param>
public sealed record ApprovalInbox(IReadOnlyList<ApprovalLine> Waiting, IReadOnlyList<ApprovalLine> Decided, bool HasMore, bool SeesAll);

/// <summary>Where something that is in force came from.</summary>
/// <param name="AskedBy">An actor's id.</param>
/// <param name="Reason">As they gave it.</param>
public sealed record ApprovalOrigin(string AskedBy, string Reason);
