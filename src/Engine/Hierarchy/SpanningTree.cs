using Investigator.Engine.Core;
using Investigator.Engine.Hierarchy.Ties;
using Investigator.Engine.Integrity;
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
    /// Order of the weights before they were rounded to float32: edges share a rank only when their weights are exactly equal. Edges between copies of one
    /// row have ranks of their own below the others of their weight. Null where no reference implementation is followed: edges of equal weight then merge in
    /// the order in which they are stored.
    /// </summary>
    public int[]? Rank { get; init; }

    /// <summary>
    /// <c>[n - 1]</c> the edges in the order in which Prim's algorithm takes them from row 0, the lower row first among equals. Null where not known yet.
    /// </summary>
    public int[]? Steps { get; init; }

    public void Save(string folder)
    {
        if (Rank is not null) NpyFile.Write<int>(KnownFiles.SpanningRank.In(folder), Rank, Rank.Length);
        if (Steps is not null) NpyFile.Write<int>(KnownFiles.SpanningSteps.In(folder), Steps, Steps.Length);
        NpyFile.Write<int>(KnownFiles.SpanningFrom.In(folder), From, From.Length);
        NpyFile.Write<int>(KnownFiles.SpanningTo.In(folder), To, To.Length);
        NpyFile.Write<float>(KnownFiles.SpanningWeight.In(folder), Weight, Weight.Length);
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

    /// <summary>The same for rows of which some are copies of others: these join before anything else does (<see cref="PlaceJoinBuilder"/>).</summary>
    /// <param name="core"><c>[n]</c> core distances of the rows.</param>
    internal static SpanningTree Of(List<WeightedEdge> edges, UniqueRows distinct, float[] core)
    {
        // Neighbours that were missed may give copies different core distances: the least of them is below every edge at any of them.
        var least = new float[distinct.Count];
        Array.Fill(least, float.PositiveInfinity);
        for (var row = 0; row < core.Length; row++) least[distinct.Inverse[row]] = MathF.Min(least[distinct.Inverse[row]], core[row]);
        var kept = PlaceJoinBuilder.Edges(edges, distinct);
        PlaceJoin[] places = [.. kept.Select(static edge => new PlaceJoin(edge.Weight, OfPlaces: true, edge.Low, edge.High))];
        var joins = PlaceJoinBuilder.Rows(places, distinct, place => least[place]);
        return new SpanningTree
        {
            Count = joins.Length + 1,
            From = Array.ConvertAll(joins, static join => join.Low),
            To = Array.ConvertAll(joins, static join => join.High),
            Weight = Array.ConvertAll(joins, static join => (float)join.Weight),
        };
    }

    public static SpanningTree Load(string folder)
    {
        var weight = NpyFile.Read<float>(KnownFiles.SpanningWeight.Require(folder), out _);
        return new SpanningTree
        {
            Count = weight.Length + 1,
            From = NpyFile.Read<int>(KnownFiles.SpanningFrom.Require(folder), out _),
            To = NpyFile.Read<int>(KnownFiles.SpanningTo.Require(folder), out _),
            Weight = weight,
            Rank = Optional(KnownFiles.SpanningRank),
            Steps = Optional(KnownFiles.SpanningSteps),
        };

        int[]? Optional(StoredFile file) => file.FindKept(folder) is { } path ? NpyFile.Read<int>(path, out _) : null;
    }
}
