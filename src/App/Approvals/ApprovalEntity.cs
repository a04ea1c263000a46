using Investigator.Storage.Database;

namespace Investigator.Approvals;

/// <summary>What a request is about.</summary>
public enum ApprovalKind
{
    /// <summary>A change of the policy settings.</summary>
    PolicySettings,
}

public enum ApprovalState
{
    Waiting,
    Approved,
    Rejected,

    /// <summary>By whoever asked.</summary>
    Withdrawn,

    /// <summary>Nobody decided it in time.</summary>
    Expired,
}

/// <summary>A request that takes effect once a second person approves it. Decided once, and then kept as it is.</summary>
public sealed class ApprovalEntity : IHasCreator
{
    public int Id { get; set; }

    public ApprovalKind Kind { get; set; }

    /// <summary>What would be changed: "policy settings".</summary>
    public required string Subject { get; set; }

    /// <summary>What is asked for, in one sentence.</summary>
    public required string What { get; set; }

    /// <summary>What is in force, as its kind writes it in JSON.</summary>
    public required string Before { get; set; }

    /// <summary>What would take its place.</summary>
    public required string After { get; set; }

    /// <summary>What it would do, as far as could be told when it was asked for.</summary>
    public string? Effect { get; set; }

    /// <summary>A page of this app that shows what it rests on.</summary>
    public string? Evidence { get; set; }

    /// <summary>Why, as the one who asked says it.</summary>
    public required string Reason { get; set; }

    /// <summary>Who asked.</summary>
    public string CreatedBy { get; set; } = "";

    public DateTime CreatedAt { get; set; }

    public DateTime Deadline { get; set; }

    /// <summary>As last recorded: a waiting one whose deadline has passed is expired, and is recorded as such by the next write.</summary>
    public ApprovalState State { get; set; }

    /// <summary>Who approved, rejected or withdrew it.</summary>
    public string? DecidedBy { get; set; }

    public DateTime? DecidedAt { get; set; }

    /// <summary>Whose right was used, where it was a delegated one.</summary>
    public string? OnBehalfOf { get; set; }

    public string? DecisionReason { get; set; }
}
