using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Storage.Database;

namespace Investigator.Outcomes;

/// <summary>
/// One line of the outcome ledger: what people and programs reported of a transaction beside what its data says. Lines are only ever added; the last one
/// known counts.
/// </summary>
/// <remarks>
/// A transaction is named by its source and its id, account and time there, not by a run or a dataset: the line outlives both and counts for every later
/// load of the source. Names of sources are not unique: account and time keep a line from another source's transaction of the same id.
/// </remarks>
public sealed class LedgerEntryEntity : IHasCreator
{
    public int Id { get; set; }

    /// <summary>Name of the datasets that hold the transaction.</summary>
    public required string Source { get; set; }

    /// <summary>Its id there.</summary>
    public required string Transaction { get; set; }

    /// <summary>Its account there.</summary>
    [NotAudited]
    public required string Account { get; set; }

    /// <summary>When it happened, UTC, whole microseconds.</summary>
    public required DateTime Time { get; set; }

    /// <summary>Fraud or legitimate; whoever is unsure writes no line.</summary>
    public required Outcome Outcome { get; set; }

    /// <summary>UTC; a run as of an earlier time does not see the line.</summary>
    public DateTime KnownAt { get; set; }

    public required ReportChannel Channel { get; set; }

    /// <summary>Who said so: a person, an import, a program.</summary>
    public required string ReportedBy { get; set; }

    public string CreatedBy { get; set; } = "";
}
