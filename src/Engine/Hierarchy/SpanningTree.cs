using Investigator.Engine.Tables;

namespace Investigator.Engine.Hierarchy;

/// <summary>A minimum spanning tree over mutual reachability: <c>n - 1</c> edges by rising weight.</summary>
public sealed record SpanningTree
{
    public required int Count { get; init; }

    public required int[] From { get; init; }

    public required int[] To { get; init; }

    /// <summary>Mutual reachability distance: max(core(a), core(b), d(a, b)).</summary>
    public required float[] Weight { get; init; }

    public void Save(string folder)
    {
        NpyFile.Write<int>(Path.Combine(folder, "spanning_from.npy"), From, From.Length);
        NpyFile.Write<int>(Path.Combine(folder, "spanning_to.npy"), To, To.Length);
        NpyFile.Write<float>(Path.Combine(folder, "spanning_weight.npy"), Weight, Weight.Length);
    }

    public static SpanningTree Load(string folder)
    {
        var weight = NpyFile.Read<float>(Path.Combine(folder, "spanning_weight.npy"), out _);
        return new SpanningTree
        {
            Count = weight.Length + 1,
            From = NpyFile.Read<int>(Path.Combine(folder, "spanning_from.npy"), out _),
            To = NpyFile.Read<int>(Path.Combine(folder, "spanning_to.npy"), out _),
            Weight = weight,
        };
    }
}
