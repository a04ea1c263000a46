using Investigator.Storage.Database;

namespace Investigator.Selections;

/// <summary>Transactions that someone picked on the map or by conditions; tables, links and later cases take its id.</summary>
/// <remarks>
/// It is a person's work and outlives the run it was made in: beside the row numbers, which mean something in that run alone, it keeps the transactions' own
/// ids, the source
/// that they are from, and what they amounted to.
/// </remarks>
public sealed class SelectionEntity : IHasCreator
{
    public int Id { get; set; }

    /// <summary>The run it was made in; null once that run is gone.</summary>
    public int? RunId { get; set; }

    /// <summary>Name of the dataset, by which its transactions' ids are told from another source's.</summary>
    public string Source { get; set; } = "";

    /// <summary>Of the dataset as it was loaded.</summary>
    public string Fingerprint { get; set; } = "";

    /// <summary>How it was made: <c>SelectionShape</c> as JSON. Its conditions may name accounts, which not everyone who reads the audit may see.</summary>
    [NotAudited]
    public required string Shape { get; set; }

    public int Count { get; set; }

    /// <summary>Amount of all its transactions, where it is known; null as long as <see cref="TransactionIds"/> is.</summary>
    public double? Money { get; set; }

    /// <summary>Row numbers in the run's dataset, little-endian int32, ascending.</summary>
    [NotAudited]
    public required byte[] Rows { get; set; }

    /// <summary>The transactions' ids in the order of <see cref="Rows"/>, as a JSON array. Null for selections
    /// made before ids were kept, until the next start of the app.</summary>
    [NotAudited]
    public string? TransactionIds { get; set; }

    public DateTime CreatedAt { get; set; }

    public string CreatedBy { get; set; } = "";
}
