using Investigator.Storage.Database;

namespace Investigator.Tags;

/// <summary>A tag put on a finding or a selection, with a snapshot of what it was put on: it says the same when the run is gone.</summary>
public sealed class TaggingEntity : IHasCreator
{
    public int Id { get; set; }

    public int TagId { get; set; }

    public TagEntity? Tag { get; set; }

    /// <summary>The run in which it was put; null once the run is gone.</summary>
    public int? RunId { get; set; }

    /// <summary>The finding's number in that run; null for a selection.</summary>
    public int? Finding { get; set; }

    /// <summary>Null for a finding, and once the selection is gone.</summary>
    public int? SelectionId { get; set; }

    /// <summary>Name of the dataset at that time.</summary>
    public required string Source { get; set; }

    /// <summary>What it was put on, in words. They may name devices and accounts, which not everyone who reads the audit may see.</summary>
    [NotAudited]
    public required string Headline { get; set; }

    public int Count { get; set; }

    public double Money { get; set; }

    /// <summary>Time of the first payment, UTC.</summary>
    public DateTime From { get; set; }

    /// <summary>Time of the last payment, UTC.</summary>
    public DateTime To { get; set; }

    public TaggedPaymentsEntity? Payments { get; set; }

    public string CreatedBy { get; set; } = "";

    public DateTime CreatedAt { get; set; }

    /// <summary>Who took it off again; null while it stands.</summary>
    public string? RemovedBy { get; set; }

    public DateTime? RemovedAt { get; set; }
}

/// <summary>The payments of a <see cref="TaggingEntity"/>, in a table of their own so that lists do not load them.</summary>
[NotAudited]
public sealed class TaggedPaymentsEntity
{
    public int TaggingId { get; set; }

    /// <summary><see cref="PaymentSet"/>, packed.</summary>
    public required byte[] Packed { get; set; }
}
