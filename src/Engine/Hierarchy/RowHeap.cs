namespace Investigator.Engine.Hierarchy;

/// <summary>Rows by rising key, the lower row first among equals; each at most once, so that its size is bounded: 8 bytes a row.</summary>
internal sealed class RowHeap
{
    private const int Outside = -1;

    private readonly double[] _keys;
    private readonly int[] _rows;

    /// <summary><c>[n]</c> where each row stands in the heap.</summary>
    private readonly int[] _place;

    /// <param name="keys"><c>[n]</c>, which the caller lowers.</param>
    public RowHeap(double[] keys)
    {
        (_keys, _rows, _place) = (keys, new int[keys.Length], new int[keys.Length]);
        Array.Fill(_place, Outside);
    }

    public int Count { get; private set; }

    /// <summary>Enters a row, or moves it up after its key was lowered.</summary>
    public void Offer(int row)
    {
        var at = _place[row] == Outside ? Count++ : _place[row];
        for (; at > 0 && Precedes(row, _rows[(at - 1) / 2]); at = (at - 1) / 2) Put(_rows[(at - 1) / 2], at);
        Put(row, at);
    }

    /// <summary>Takes out the first row.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public int Take()
    {
        if (Count == 0) throw new InvalidOperationException("the heap is empty");
        var first = _rows[0];
        _place[first] = Outside;
        Count--;
        if (Count == 0) return first;
        var row = _rows[Count];
        var at = 0;
        for (var child = 1; child < Count; child = (2 * at) + 1)
        {
            if (child + 1 < Count && Precedes(_rows[child + 1], _rows[child])) child++;
            if (!Precedes(_rows[child], row)) break;
            Put(_rows[child], at);
            at = child;
        }

        Put(row, at);
        return first;
    }

    private void Put(int row, int at) => (_rows[at], _place[row]) = (row, at);

    private bool Precedes(int a, int b) => _keys[a] < _keys[b] || (_keys[a] == _keys[b] && a < b);
}
