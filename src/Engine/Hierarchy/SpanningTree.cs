using Investigator.Engine.Tables;

namespace Investigator.Engine.Hierarchy;

/// <summary>A minimum spanning tree of mutual reachability: <c>n - 1</c> edges by rising weight.</summary>
public sealed record SpanningTree
{
    public required int Count { get; init; }

    public required int[] From { get; init; }

    public required int[] To { get; init; }

    /// <summary>Mutual reachability distance: max(core(a), core(b), d(a, b)).</summary>
    public required float[] Weight { get; init; }

    /// <summary>
    /// Order of the weights before they were rounded to float32: edges share a rank only when their weights are exactly equal. Null where no reference
    /// implementation is followed: edges of equal weight then merge in the order in which they are stored.
    /// </summary>
    public int[]? Rank { get; init; }

    /// <summary>
    /// <c>[n - 1]</c> the edges in the order in which Prim's algorithm takes them from row 0, the lower row first among equals. Null where not known yet.
    /// </summary>
    public int[]? Steps { get; init; }

    public void Save(string folder)
    {
        if (Rank is not null) NpyFile.Write<int>(Path.Combine(folder, "spanning_rank.npy"), Rank, Rank.Length);
        if (Steps is not null) NpyFile.Write<int>(Path.Combine(folder, "spanning_steps.npy"), Steps, Steps.Length);
        NpyFile.Write<int>(Path.Combine(folder, "spanning_from.npy"), From, From.Length);
        NpyFile.Write<int>(Path.Combine(folder, "spanning_to.npy"), To, To.Length);
        NpyFile.Write<float>(Path.Combine(folder, "spanning_weight.npy"), Weight, Weight.Length);
    }

    /// <summary>The tree with these edges; those of equal weight are ordered by their lower end, then their upper end.</summary>
    internal static SpanningTree Of(List<WeightedEdge> edges)
    {
        // Sorting by bare floats is fast, and few edges tie.
        var sorted = edges.ToArray();
        var weight = Array.ConvertAll(sorted, static edge => edge.Weight);
        Array.Sort(weight, sorted);
        for (var (first, next) = (0, 0); first < sorted.Length; first = next)
        {
            while (next < sorted.Length && weight[next] == weight[first]) next++;
            if (next - first > 1) sorted.AsSpan(first, next - first).Sort();
        }

        return new SpanningTree
        {
            Count = sorted.Length + 1,
            From = Array.ConvertAll(sorted, static edge => edge.Low),
            To = Array.ConvertAll(sorted, static edge => edge.High),
            Weight = weight,
        };
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
            Rank = Optional("spanning_rank.npy"),
            Steps = Optional("spanning_steps.npy"),
        };

        int[]? Optional(string name) => File.Exists(Path.Combine(folder, name)) ? NpyFile.Read<int>(Path.Combine(folder, name), out _) : null;
    }
}
