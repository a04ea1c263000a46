using System.Text.Json.Serialization;

namespace Investigator.Engine.Ingest;

/// <summary>What became of a table's source rows; every row is in exactly one of the counts.</summary>
public sealed record RowCounts
{
    /// <summary>Rows of the files, malformed lines included.</summary>
    public required long Read { get; init; }

    /// <summary>Rows that are transactions or events of the dataset.</summary>
    public required long Kept { get; init; }

    /// <summary>Rows with a fault.</summary>
    public long Refused { get; init; }

    /// <summary>Rows that the mapping's row filter leaves out.</summary>
    public long LeftOut { get; init; }

    /// <summary>Refunds and reversals that are no transactions of the dataset.</summary>
    public long Refunds { get; init; }

    /// <summary>Rows that were delivered before.</summary>
    public long Copies { get; init; }

    /// <summary>Events of accounts that have no transaction.</summary>
    public long WithoutPayment { get; init; }

    /// <summary>Rows that were meant to be of the table.</summary>
    [JsonIgnore]
    public long Meant => Read - LeftOut;
}
