namespace Investigator.Engine.Hierarchy.Boruvka;

/// <summary>The best edge known to leave each component: least weight, then least lower end, then least upper end.</summary>
internal sealed class CheapestEdges(int count)
{
    private const int Gates = 1024;

    /// <summary>Whoever writes a component's edge has closed the gate of its number; 0 is open.</summary>
    private readonly int[] _gates = new int[Gates];
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

    /// <summary>Many threads may offer at once: which edge stays depends on the edges alone, not on who came first.</summary>
    public void Offer(int component, float weight, int a, int b)
    {
        // What is read here may be old, but weights only fall: whoever is turned away would lose anyway.
        if (weight > Volatile.Read(ref _weight[component])) return;
        ref var gate = ref _gates[component % Gates];
        for (var wait = default(SpinWait); Interlocked.CompareExchange(ref gate, 1, 0) != 0;) wait.SpinOnce();
        Keep(component, weight, a, b);
        Volatile.Write(ref gate, 0);
    }

    private void Keep(int component, float weight, int a, int b)
    {
        if (weight > _weight[component]) return;
        var (low, high) = a < b ? (a, b) : (b, a);
        if (weight == _weight[component] && Has(component) && (low, high).CompareTo((_low[component], _high[component])) >= 0) return;
        (_weight[component], _low[component], _high[component]) = (weight, low, high);
    }
}
