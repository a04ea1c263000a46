namespace Investigator.Engine.Core;

/// <summary>Disjoint sets of the numbers 0 to n - 1 (union-find): union by size, path halving.</summary>
public sealed class DisjointSet
{
    private readonly int[] _parent;
    private readonly int[] _size;

    /// <param name="count">n; each number begins as a set of its own.</param>
    public DisjointSet(int count)
    {
        _parent = new int[count];
        _size = new int[count];
        for (var i = 0; i < count; i++) (_parent[i], _size[i]) = (i, 1);
        Count = count;
    }

    /// <summary>How many sets there are.</summary>
    public int Count { get; private set; }

    /// <summary>The root of the set that holds <paramref name="i"/>; shortens the path to it.</summary>
    public int Find(int i)
    {
        while (_parent[i] != i)
        {
            _parent[i] = _parent[_parent[i]];
            i = _parent[i];
        }

        return i;
    }

    /// <summary>Like <see cref="Find"/>, but changes nothing: many threads may call it at once while no sets are joined.</summary>
    public int Root(int i)
    {
        while (_parent[i] != i) i = _parent[i];
        return i;
    }

    /// <summary>Numbers in the set of <paramref name="root"/>, which must be a root.</summary>
    public int Size(int root) => _size[root];

    /// <returns>Whether the two were in different sets.</returns>
    public bool Join(int a, int b)
    {
        (a, b) = (Find(a), Find(b));
        if (a == b) return false;
        if (_size[a] < _size[b]) (a, b) = (b, a);
        _parent[b] = a;
        _size[a] += _size[b];
        Count--;
        return true;
    }
}
