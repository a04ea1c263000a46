using Investigator.Engine.Tables;

namespace Investigator.Engine.Projection;

/// <summary>A point on the map for every transaction.</summary>
public sealed record MapLayout
{
    public required float[] X { get; init; }

    public required float[] Y { get; init; }

    public void Save(string folder)
    {
        NpyFile.Write<float>(Path.Combine(folder, "layout_x.npy"), X, X.Length);
        NpyFile.Write<float>(Path.Combine(folder, "layout_y.npy"), Y, Y.Length);
    }

    public static MapLayout Load(string folder) => new()
    {
        X = NpyFile.Read<float>(Path.Combine(folder, "layout_x.npy"), out _),
        Y = NpyFile.Read<float>(Path.Combine(folder, "layout_y.npy"), out _),
    };
}
