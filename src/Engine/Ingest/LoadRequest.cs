namespace Investigator.Engine.Ingest;

/// <summary>What to load, and how much of it may be bad.</summary>
public sealed record LoadRequest
{
    /// <summary>A CSV file (plain, gzip, zstd), a Parquet file, or a folder of either.</summary>
    public required string Transactions { get; init; }

    /// <summary>The same for events; null when there are none; the mapping's events are then ignored.</summary>
    public string? Events { get; init; }

    /// <summary>Whether each file is opened once and read through that, at the path given (without links) and nowhere else: see
    /// <see cref="Core.HeldFile"/>.</summary>
    public bool Held { get; init; }

    public required Mapping Mapping { get; init; }

    /// <summary>Shown to people; not part of the data's identity.</summary>
    public required string Name { get; init; }

    /// <summary>Share of a table's rows (0 to 1) that may be refused before the whole load fails. Events of unknown accounts do not count.</summary>
    public double MaxRejectShare { get; init; } = 0.01;

    /// <summary>Whether the dataset is to outlive the command: what is thrown away with it is neither flushed to the disk nor hashed.</summary>
    public bool IsKept { get; init; } = true;
}
