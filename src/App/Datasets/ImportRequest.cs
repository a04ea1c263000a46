using Investigator.Engine.Ingest;

namespace Investigator.Datasets;

/// <summary>What a page asks to be loaded: sources by their ids, never by a path.</summary>
public sealed record ImportRequest
{
    public required string Transactions { get; init; }

    public string? Events { get; init; }

    public required Mapping Mapping { get; init; }

    public required string Name { get; init; }

    internal IEnumerable<string> Sources => Events is null ? [Transactions] : [Transactions, Events];
}
