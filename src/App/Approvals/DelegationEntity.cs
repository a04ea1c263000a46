using Investigator.Storage.Database;

namespace Investigator.Approvals;

/// <summary>Someone who may approve lets another person do it for them until an end.</summary>
public sealed class DelegationEntity : IHasCreator
{
    public int Id { get; set; }

    /// <summary>Whose right it is.</summary>
    public string CreatedBy { get; set; } = "";

    public DateTime CreatedAt { get; set; }

    /// <summary>Who may use it.</summary>
    public required string To { get; set; }

    public DateTime Until { get; set; }

    public required string Reason { get; set; }

    /// <summary>Before <see cref="Until"/>; null where nobody ended it early.</summary>
    public DateTime? EndedAt { get; set; }

    public string? EndedBy { get; set; }
}
