namespace Investigator.Engine.Hierarchy;

/// <summary>Bitonic sort of up to a fixed number of indices by their keys, as vectors of 8 lanes do it: each vector first, then vectors merged two by two.</summary>
internal sealed class SortingNetwork(int[] keys, int capacity)
{
    private const int Lanes = 8;

    private readonly int[] _keys = new int[capacity];
    private readonly int[] _values = new int[capacity];

    public void Sort(Span<int> order)
    {
        if (order.Length < 2) return;
        var vectors = capacity / Lanes;
        while (vectors > 1 && order.Length * 2 <= vectors * Lanes) vectors /= 2;
        for (var i = 0; i < vectors * Lanes; i++) (_keys[i], _values[i]) = i < order.Length ? (keys[order[i]], order[i]) : (int.MaxValue, -1);
        for (var v = 0; v < vectors; v++) SortVector(v * Lanes);
        for (var merged = 2; merged <= vectors; merged *= 2)
        {
            for (var v = 0; v < vectors; v += merged) Merge(v, merged);
        }

        _values.AsSpan(0, order.Length).CopyTo(order);
    }

    private void SortVector(int start)
    {
        Exchange(start, 1);
        Exchange(start, 3);
        Exchange(start, 1);
        Exchange(start, 7);
        Exchange(start, 2);
        Exchange(start, 1);
    }

    private void Merge(int first, int count)
    {
        for (var i = 0; i < count / 2; i++)
        {
            // The second vector read backwards.
            for (var lane = 0; lane < Lanes; lane++) Order(((first + i) * Lanes) + lane, ((first + count - 1 - i) * Lanes) + Lanes - 1 - lane);
        }

        for (var half = count / 4; half >= 1; half /= 2)
        {
            for (var v = first; v < first + count; v++)
            {
                if (((v - first) & half) != 0) continue;
                for (var lane = 0; lane < Lanes; lane++) Order((v * Lanes) + lane, ((v + half) * Lanes) + lane);
            }
        }

        for (var v = first; v < first + count; v++)
        {
            Exchange(v * Lanes, 4);
            Exchange(v * Lanes, 2);
            Exchange(v * Lanes, 1);
        }
    }

    /// <summary>Within a vector: each lane with the lane whose number differs in the bits of <paramref name="flip"/>, the lesser to the lower.</summary>
    private void Exchange(int start, int flip)
    {
        for (var lane = 0; lane < Lanes; lane++)
        {
            if ((lane ^ flip) > lane) Order(start + lane, start + (lane ^ flip));
        }
    }

    private void Order(int low, int high)
    {
        if (!(_keys[high] < _keys[low])) return;
        (_keys[low], _keys[high]) = (_keys[high], _keys[low]);
        (_values[low], _values[high]) = (_values[high], _values[low]);
    }
}
