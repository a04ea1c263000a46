using Investigator.Storage.Database;

namespace Investigator.Datasets;

/// <summary>A loaded dataset; its files are in <c>datasets/{Folder}</c>.</summary>
public sealed class DatasetEntity : IHasCreator
{
    public int Id { get; set; }

    public required string Name { get; set; }

    public required string Folder { get; set; }

    public required string Fingerprint { get; set; }

    public long TransactionCount { get; set; }

    public long EventCount { get; set; }

    public long RejectCount { get; set; }

    public DateTime From { get; set; }

    public DateTime To { get; set; }

    public DateTime LoadedAt { get; set; }

    public string CreatedBy { get; set; } = "";
}
