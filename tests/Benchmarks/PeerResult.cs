using System.Text.Json;
using System.Text.Json.Serialization;

namespace Investigator.Benchmarks;

/// <summary>What one program, a peer or this one, says of one matrix.</summary>
internal sealed record PeerResult
{
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public required string Name { get; init; }

    /// <summary>The job itself, without reading files.</summary>
    public double Seconds { get; init; }

    /// <summary>Of the whole process.</summary>
    public double PeakMb { get; init; }

    /// <summary>Of them for the neighbours; null where a peer does not tell.</summary>
    public double? NeighborSeconds { get; init; }

    public double? HierarchySeconds { get; init; }

    /// <summary>Memory above the input at the worst moment, a row.</summary>
    public double? BytesARow { get; init; }

    /// <summary>Share of the true neighbours found; null where the search is exact.</summary>
    public double? Recall { get; init; }

    /// <summary>Cells that an inverted file searched for each query.</summary>
    public int? Probes { get; init; }
}
