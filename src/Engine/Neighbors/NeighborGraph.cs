using Investigator.Engine.Core;
using Investigator.Engine.Integrity;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Neighbors;

/// <summary>The k nearest neighbours of every point, nearest first, the point itself not among them. Ties are broken by the lower index.</summary>
public sealed record NeighborGraph
{
    public required int Count { get; init; }

    public required int K { get; init; }

    /// <summary><c>[Count, K]</c>.</summary>
    public required int[] Indices { get; init; }

    /// <summary><c>[Count, K]</c> Euclidean distances (not squared), ascending within a row.</summary>
    public required float[] Distances { get; init; }

    /// <summary>Null when every neighbour is a true one; otherwise the share of true neighbours found, measured on a sample.</summary>
    public double? Recall { get; init; }

    /// <summary>Exact or approximate, as it was found.</summary>
    public NeighborMode Mode { get; init; }

    /// <summary>See <see cref="NeighborReport"/>.</summary>
    public double? ExactSeconds { get; init; }

    public NeighborReport Report => new(Mode, Recall, ExactSeconds);

    public void Save(string folder)
    {
        JsonFile.Write(KnownFiles.Neighbors.In(folder), Report);
        NpyFile.Write<int>(KnownFiles.NeighborIndices.In(folder), Indices, Count, K);
        NpyFile.Write<float>(KnownFiles.NeighborDistances.In(folder), Distances, Count, K);
    }

    public static NeighborGraph Load(string folder)
    {
        var report = StoredJson.Read<NeighborReport>(KnownFiles.Neighbors.Require(folder));
        var indices = NpyFile.Read<int>(KnownFiles.NeighborIndices.Require(folder), out var shape);
        return new NeighborGraph
        {
            Count = shape[0],
            K = shape[1],
            Indices = indices,
            Distances = NpyFile.Read<float>(KnownFiles.NeighborDistances.Require(folder), out _),
            Recall = report.Recall,
            Mode = report.Mode,
            ExactSeconds = report.ExactSeconds,
        };
    }
}
