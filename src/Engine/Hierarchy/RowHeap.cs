namespace Investigator.Engine.Hierarchy;

/// <summary>
/// Rows by rising key, the lower row first among equals; each at most once, so that its size is bounded. Keys stand beside their rows: a comparison looks at one place.
/// </summary>
internal sealed class RowHeap
{
    private const int Outside = -1;

    /// <summary>Of each entry: what is moved has its place written down, anywhere in memory, so a flat heap is the faster one.</summary>
    private const int Children = 8;

    private (double Key, int Row)[] _entries = new (double, int)[64];

    /// <summary><c>[n]</c> where each row stands in the heap.</summary>
    private readonly int[] _place;

    public RowHeap(int rows)
    {
        _place = new int[rows];
        Array.Fill(_place, Outside);
    }

    public int Count { get; private set; }

    /// <summary>Enters a row, or moves it up.</summary>
    /// <param name="key">No higher than the row's key so far.</param>
    public void Offer(int row, double key)
    {
        var at = _place[row];
        if (at == Outside) at = Count++;
        if (at == _entries.Length) Array.Resize(ref _entries, Math.Min(2 * at, _place.Length));
        var entry = (key, row);
        for (var parent = (at - 1) / Children; at > 0 && Precedes(entry, _entries[parent]); (at, parent) = (parent, (parent - 1) / Children)) Put(_entries[parent], at);
        Put(entry, at);
    }

    /// <summary>Takes out the first row.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public (double Key, int Row) Take()
    {
        if (Count == 0) throw new InvalidOperationException("the heap is empty");
        var first = _entries[0];
        _place[first.Row] = Outside;
        Count--;
        if (Count == 0) return first;
        var entry = _entries[Count];
        var at = 0;
        for (var eldest = 1; eldest < Count; eldest = (Children * at) + 1)
        {
            var child = eldest;
            for (var sibling = eldest + 1; sibling < Math.Min(eldest + Children, Count); sibling++)
            {
                if (Precedes(_entries[sibling], _entries[child])) child = sibling;
            }

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
