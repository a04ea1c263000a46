namespace Investigator.Engine.Hierarchy;

/// <summary>The best edge known to leave each component: least weight, then least lower end, then least upper end.</summary>
internal sealed class OutgoingEdges(int count)
{
    private readonly float[] _weight = new float[count];
    private readonly int[] _low = new int[count];
    private readonly int[] _high = new int[count];

    public void Clear()
    {
        Array.Fill(_weight, float.PositiveInfinity);
        Array.Fill(_low, -1);
    }

    /// <summary>Plus infinity where no edge is known.</summary>
    public float Weight(int component) => _weight[component];

    public bool Has(int component) => _low[component] >= 0;

    public (float Weight, int Low, int High) this[int component] => (_weight[component], _low[component], _high[component]);

    public void Offer(int component, float weight, int a, int b)
    {
        if (weight > _weight[component]) return;
        var (low, high) = a < b ? (a, b) : (b, a);
        if (weight == _weight[component] && Has(component) && (low, high).CompareTo((_low[component], _high[component])) >= 0) return;
        (_weight[component], _low[component], _high[component]) = (weight, low, high);
    }
}
