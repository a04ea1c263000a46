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

    /// <summary>
    /// Order of the weights before they were rounded to float32: edges share a rank only when they weigh exactly the same. Null where no reference is followed: equal edges then merge as they stand.
    /// </summary>
    public int[]? Rank { get; init; }

    /// <summary><c>[n - 1]</c> the edges in the order in which Prim's algorithm takes them from row 0, the lower row first among equals. Null where it is not known yet.</summary>
    public int[]? Steps { get; init; }

    public void Save(string folder)
    {
        if (Rank is not null) NpyFile.Write<int>(Path.Combine(folder, "spanning_rank.npy"), Rank, Rank.Length);
        if (Steps is not null) NpyFile.Write<int>(Path.Combine(folder, "spanning_steps.npy"), Steps, Steps.Length);
        NpyFile.Write<int>(Path.Combine(folder, "spanning_from.npy"), From, From.Length);
        NpyFile.Write<int>(Path.Combine(folder, "spanning_to.npy"), To, To.Length);
        NpyFile.Write<float>(Path.Combine(folder, "spanning_weight.npy"), Weight, Weight.Length);
    }

    /// <summary>The tree of these edges, equal ones by their lower, then their upper end.</summary>
    internal static SpanningTree Of(List<(float Weight, int Low, int High)> edges)
    {
        var (weight, ends) = (new float[edges.Count], new (int Low, int High)[edges.Count]);
        for (var e = 0; e < ends.Length; e++) (weight[e], ends[e]) = (edges[e].Weight, (edges[e].Low, edges[e].High));
        Array.Sort(weight, ends);
        for (var (first, next) = (0, 0); first < ends.Length; first = next)
        {
            while (next < ends.Length && weight[next] == weight[first]) next++;
            if (next - first > 1) ends.AsSpan(first, next - first).Sort();
        }

        var tree = new SpanningTree { Count = edges.Count + 1, From = new int[ends.Length], To = new int[ends.Length], Weight = weight };
        for (var e = 0; e < ends.Length; e++) (tree.From[e], tree.To[e]) = ends[e];
        return tree;
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
