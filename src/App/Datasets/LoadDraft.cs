using Investigator.Engine.Ingest;

namespace Investigator.Datasets;

/// <summary>What a person has corrected so far of a load that has not begun.</summary>
public sealed record LoadDraft
{
    /// <summary>Of the source, as in <see cref="ImportRequest"/>.</summary>
    public required string Transactions { get; init; }

    public string? Events { get; init; }

    /// <summary>As it stands: a column that is not chosen yet is empty.</summary>
    public required Mapping Mapping { get; init; }

    /// <summary>Of the dataset.</summary>
    public string Name { get; init; } = "";

    /// <summary>As in <see cref="ImportRequest"/>.</summary>
    public double MaxRejectShare { get; init; } = 0.01;
}
