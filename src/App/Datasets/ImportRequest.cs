using Investigator.Engine.Core;
using Investigator.Engine.Ingest;

namespace Investigator.Datasets;

/// <summary>What a page asks to be loaded: sources by their ids, never by a path.</summary>
public sealed record ImportRequest
{
    public required string Transactions { get; init; }

    public string? Events { get; init; }

    public required Mapping Mapping { get; init; }

    public required string Name { get; init; }

    /// <summary>Share of a table's rows (0 to 1) that may be refused before the whole load fails.</summary>
    public double MaxRejectShare { get; init; } = 0.01;

    internal IEnumerable<string> Sources => Events is null ? [Transactions] : [Transactions, Events];

    /// <summary>The same by paths, to be read held: nothing but what is allowed at this moment.</summary>
    /// <exception cref="InputException">A source is not there or not allowed.</exception>
    internal LoadRequest Resolve(AllowedSources sources) => new()
    {
        Transactions = sources.Resolve(Transactions),
        Events = Events is null ? null : sources.Resolve(Events),
        Mapping = Mapping,
        Name = Name,
        MaxRejectShare = MaxRejectShare,
        Held = true,
    };
}
