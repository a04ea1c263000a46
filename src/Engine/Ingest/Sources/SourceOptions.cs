namespace Investigator.Engine.Ingest.Sources;

/// <summary>How a source is opened.</summary>
public sealed record SourceOptions
{
    /// <summary>What is known of the files' layout; the rest is found out.</summary>
    public SourceFormat? Format { get; init; }

    /// <summary>Whether each file is opened once and read through that, at the path given and nowhere else (<see cref="Core.HeldFile"/>). Dispose them.
    /// </summary>
    public bool Held { get; init; }

    /// <summary>Where files within an archive that cannot be read there are unpacked to; null: the system's folder for temporary files.</summary>
    public string? Scratch { get; init; }

    /// <summary>transactions or events: what advice is about.</summary>
    public string Table { get; init; } = TableNames.Transactions;

    /// <summary>Bytes that a file within an archive may have where it must be unpacked; null: what the disk has room for.</summary>
    public long? MaxUnpacked { get; init; }

    /// <summary>Whether columns that are called alike keep their name; otherwise the later ones are called <c>name (2)</c>.</summary>
    public bool KeepsDoubledNames { get; init; }

    public CancellationToken Cancel { get; init; }
}
