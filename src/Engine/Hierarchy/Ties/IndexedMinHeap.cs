namespace Investigator.Engine.Hierarchy.Ties;

/// <summary>
/// A binary heap of rows by rising key, the lower row first among equals; each row at most once, so its size is bounded. Keys are stored beside their rows, so
/// that a comparison reads one place in memory.
/// </summary>
internal sealed class IndexedMinHeap
{
    private const int Outside = -1;

    private (double Key, int Row)[] _entries = new (double, int)[64];

    /// <summary><c>[n]</c> each row's place in the heap, or <see cref="Outside"/>.</summary>
    private readonly int[] _place;

    public IndexedMinHeap(int rows)
    {
        _place = new int[rows];
        Array.Fill(_place, Outside);
    }

    public int Count { get; private set; }

    /// <summary>Inserts a row, or lowers its key.</summary>
    /// <param name="key">No higher than the row's key so far.</param>
    public void InsertOrDecrease(int row, double key)
    {
        var at = _place[row];
        if (at == Outside) at = Count++;
        if (at == _entries.Length) Array.Resize(ref _entries, Math.Min(2 * at, _place.Length));
        var entry = (key, row);
        for (; at > 0 && Precedes(entry, _entries[(at - 1) / 2]); at = (at - 1) / 2) Put(_entries[(at - 1) / 2], at);
        Put(entry, at);
    }

    /// <summary>Removes the first row.</summary>
    /// <exception cref="InvalidOperationException">The heap is empty.</exception>
    public (double Key, int Row) ExtractMin()
    {
        if (Count == 0) throw new InvalidOperationException("the heap is empty");
        var first = _entries[0];
        _place[first.Row] = Outside;
        Count--;
        if (Count == 0) return first;
        var entry = _entries[Count];
        var at = 0;
        for (var child = 1; child < Count; child = (2 * at) + 1)
        {
            if (child + 1 < Count && Precedes(_entries[child + 1], _entries[child])) child++;
            if (!Precedes(_entries[child], entry)) break;
            Put(_entries[child], at);
            at = child;
        }

        Put(entry, at);
        return first;
    }

    private void Put((double Key, int Row) entry, int at)
    {
        _entries[at] = entry;
        _place[entry.Row] = at;
    }

    private static bool Precedes((double Key, int Row) a, (double Key, int Row) b) => a.Key < b.Key || (a.Key == b.Key && a.Row < b.Row);
}
