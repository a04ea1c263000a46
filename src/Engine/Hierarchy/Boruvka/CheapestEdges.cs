namespace Investigator.Engine.Hierarchy.Boruvka;

/// <summary>The cheapest edge known to leave each component: least weight, then least lower end, then least upper end.</summary>
internal sealed class CheapestEdges(int count)
{
    private const int Locks = 1024;

    /// <summary>Spin locks, one for every 1024th component: 1 while a thread writes the edge.</summary>
    private readonly int[] _locks = new int[Locks];
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

    public WeightedEdge this[int component] => new(_weight[component], _low[component], _high[component]);

    /// <summary>Many threads may offer at once: which edge is kept depends on the edges alone, not on the order.</summary>
    public void Offer(int component, float weight, int a, int b)
    {
        // The value read here may be out of date, but weights only fall: an edge turned away here would not be kept anyway.
        if (weight > Volatile.Read(ref _weight[component])) return;
        ref var spin = ref _locks[component % Locks];
        for (var wait = default(SpinWait); Interlocked.CompareExchange(ref spin, 1, 0) != 0;) wait.SpinOnce();
        Keep(component, weight, a, b);
        Volatile.Write(ref spin, 0);
    }

    private void Keep(int component, float weight, int a, int b)
    {
        if (weight > _weight[component]) return;
        var (low, high) = a < b ? (a, b) : (b, a);
        if (weight == _weight[component] && Has(component) && (low, high).CompareTo((_low[component], _high[component])) >= 0) return;
        _weight[component] = weight;
        _low[component] = low;
        _high[component] = high;
    }
}
