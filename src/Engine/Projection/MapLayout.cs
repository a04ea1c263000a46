using Investigator.Engine.Core;
using Investigator.Engine.Integrity;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Projection;

/// <summary>A point on the map for every transaction.</summary>
public sealed record MapLayout
{
    public required float[] X { get; init; }

    public required float[] Y { get; init; }

    public void Save(string folder)
    {
        NpyFile.Write<float>(KnownFiles.LayoutX.In(folder), X, X.Length);
        NpyFile.Write<float>(KnownFiles.LayoutY.In(folder), Y, Y.Length);
    }

    public static MapLayout Load(string folder) => new()
    {
        X = NpyFile.Read<float>(KnownFiles.LayoutX.Require(folder), out _),
        Y = NpyFile.Read<float>(KnownFiles.LayoutY.Require(folder), out _),
    };
}
