using Investigator.Engine.Ingest;

namespace Investigator.Benchmarks.Quality.Sets;

/// <summary>Labelled data before any of its outcomes is kept from the run.</summary>
internal sealed record SetSource
{
    public required string Name { get; init; }

    /// <summary>
    /// SQL of the transactions: the columns that the mapping names, and beside them <c>label</c> ('fraud', 'legitimate' or NULL: what the source says),
    /// <c>truth</c> (BOOLEAN: fraud as measured, NULL where no one knows), <c>withhold_key</c> (rows of one key are kept back together) and <c>unit</c>
    /// (what the ranking is measured by; NULL for each row by itself).
    /// </summary>
    public required string Transactions { get; init; }

    /// <summary>Which column plays which part; the outcome is added.</summary>
    public required TransactionMapping Mapping { get; init; }

    /// <summary>When an outcome became known; null where the source does not say.</summary>
    public string? KnownAt { get; init; }

    public string? EventsPath { get; init; }

    public EventMapping? Events { get; init; }

    /// <summary>The planted rings (<c>truth.parquet</c> of a simulated shop); null for other data.</summary>
    public string? Rings { get; init; }

    /// <summary>Share of the keys whose outcomes the run does not see, where nothing else is asked for.</summary>
    public double Withhold { get; init; } = 0.5;
}
