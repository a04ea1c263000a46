namespace Investigator.Engine.Hierarchy;

/// <summary>An edge between two points, ordered by weight, then by the lower end, then by the upper end: no two edges of a graph are equal.</summary>
/// <param name="Weight">Mutual reachability distance.</param>
/// <param name="Low">The end with the lower number.</param>
/// <param name="High">The other end.</param>
internal readonly record struct WeightedEdge(float Weight, int Low, int High) : IComparable<WeightedEdge>
{
    public int CompareTo(WeightedEdge other)
    {
        var order = Weight.CompareTo(other.Weight);
        if (order != 0) return order;
        order = Low.CompareTo(other.Low);
        return order != 0 ? order : High.CompareTo(other.High);
    }
}
