using Investigator.Engine.Core;
using Investigator.Engine.Integrity;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Space;

/// <summary>Embedding and features in one scaled space: what neighbours are found in.</summary>
public sealed record HybridSpace
{
    public required PointMatrix Points { get; init; }

    /// <summary>What each dimension is: <c>embedding[3]</c>, <c>amount</c>, <c>browser=chrome</c>.</summary>
    public required IReadOnlyList<string> Dimensions { get; init; }

    /// <summary>What was dropped or noticed: a constant column, one that is all missing.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>What contributes to its distances.</summary>
    public required ScaleReport Scale { get; init; }

    /// <summary>What made the points, and makes those of other rows.</summary>
    public required SpaceModel Model { get; init; }

    public void Save(string folder)
    {
        NpyFile.Write(KnownFiles.HybridPoints.In(folder), Points);
        JsonFile.Write(KnownFiles.Hybrid.In(folder), new Header(Dimensions, Notes));
        JsonFile.Write(KnownFiles.Scale.In(folder), Scale);
        Model.Save(folder);
    }

    public static HybridSpace Load(string folder)
    {
        var header = StoredJson.Read<Header>(KnownFiles.Hybrid.Require(folder));
        return new HybridSpace
        {
            Points = NpyFile.ReadMatrix(KnownFiles.HybridPoints.Require(folder)),
            Dimensions = header.Dimensions,
            Notes = header.Notes,
            Scale = ScaleReport.Load(folder),
            Model = SpaceModel.Load(folder),
        };
    }

    private sealed record Header(IReadOnlyList<string> Dimensions, IReadOnlyList<string> Notes);
}
