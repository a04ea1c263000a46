using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Hierarchy.Ties;

/// <summary>
/// Rows of which some are copies of others, as places with one node each. All copies of a row have the same core distance, and no edge at any of them is
/// shorter: they are joined at that distance before any of them is joined to another place. Sort order alone would join some of them to one cluster and some to
/// another, because their edges to all that lies within their core distance tie.
/// </summary>
internal static class PlaceJoinBuilder
{
    /// <summary>The neighbours of each place within its core distance, of which there are as many as the graph of all rows lists.</summary>
    public static NeighborGraph Graph(NeighborGraph rows, UniqueRows distinct, int minSamples, StageContext context)
    {
        var k = Math.Min(Math.Min(minSamples, rows.K), distinct.Count - 1);
        var places = rows with { Count = distinct.Count, K = k, Indices = new int[(long)distinct.Count * k], Distances = new float[(long)distinct.Count * k] };
        context.ForEachRow(distinct.Count, place =>
        {
            var (start, found, end) = ((long)place * k, (long)place * k, (long)(place + 1) * k);
            var from = (long)distinct.FirstIndex[place] * rows.K;
            for (var c = from; c < from + rows.K && found < end; c++)
            {
                var other = distinct.Inverse[rows.Indices[c]];
                if (other == place || places.Indices.AsSpan((int)start, (int)(found - start)).Contains(other)) continue;
                (places.Indices[found], places.Distances[found]) = (other, rows.Distances[c]);
                found++;
            }

            // Where copies fill the list, their number alone reaches the core distance, and what follows is not read.
            places.Distances.AsSpan((int)found, (int)(end - found)).Fill(float.PositiveInfinity);
        });
        return places;
    }

    /// <summary>A minimum spanning tree of the places out of one of all rows.</summary>
    public static List<WeightedEdge> Edges(List<WeightedEdge> rows, UniqueRows distinct)
    {
        rows.Sort();
        var places = new DisjointSet(distinct.Count);
        var edges = new List<WeightedEdge>(distinct.Count);
        foreach (var edge in rows)
        {
            var (a, b) = (distinct.Inverse[edge.Low], distinct.Inverse[edge.High]);
            if (places.Join(a, b)) edges.Add(new WeightedEdge(edge.Weight, Math.Min(a, b), Math.Max(a, b)));
        }

        return edges;
    }

    /// <param name="places">The edges of a spanning tree of the places.</param>
    /// <param name="distinct">Which rows are copies.</param>
    /// <param name="core"><c>[places]</c> weight at which the copies of each join; no edge at any of them may be lighter.</param>
    /// <returns>A spanning tree of all rows, in the order in which its edges merge. Every place is entered by its first row.</returns>
    public static PlaceJoin[] Rows(ReadOnlySpan<PlaceJoin> places, UniqueRows distinct, Func<int, double> core)
    {
        var (inverse, first) = (distinct.Inverse, distinct.FirstIndex);
        var joins = new List<PlaceJoin>(inverse.Length);
        foreach (var join in places) joins.Add(join with { Low = first[join.Low], High = first[join.High] });
        for (var row = 0; row < inverse.Length; row++)
        {
            var place = inverse[row];
            if (first[place] != row) joins.Add(new PlaceJoin(core(place), OfPlaces: false, first[place], row));
        }

        joins.Sort();
        return [.. joins];
    }
}

/// <summary>An edge, ordered by weight, then those between copies of one row first, then by the lower end and the upper end.</summary>
/// <param name="Weight">Mutual reachability distance, or its square.</param>
/// <param name="OfPlaces">Whether the ends are different places; otherwise they are copies of one row.</param>
/// <param name="Low">The end with the lower number.</param>
/// <param name="High">The other end.</param>
internal readonly record struct PlaceJoin(double Weight, bool OfPlaces, int Low, int High) : IComparable<PlaceJoin>
{
    /// <summary>
    /// Whether a sort is free to choose which of the two merges first. Copies of a row merge one by one, because two groups of them would be two clusters.
    /// </summary>
    public bool TiesWith(PlaceJoin other) => Weight == other.Weight && OfPlaces && other.OfPlaces;

    public int CompareTo(PlaceJoin other)
    {
        var order = Weight.CompareTo(other.Weight);
        if (order == 0) order = OfPlaces.CompareTo(other.OfPlaces);
        if (order == 0) order = Low.CompareTo(other.Low);
        return order != 0 ? order : High.CompareTo(other.High);
    }
}
