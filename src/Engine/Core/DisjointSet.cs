namespace Investigator.Engine.Core;

/// <summary>Disjoint sets of points: union by size, path halving.</summary>
internal sealed class DisjointSet
{
    private readonly int[] _parent;
    private readonly int[] _size;

    public DisjointSet(int count)
    {
        _parent = new int[count];
        _size = new int[count];
        for (var i = 0; i < count; i++) (_parent[i], _size[i]) = (i, 1);
        Count = count;
    }

    public int Count { get; private set; }

    public int Find(int i)
    {
        while (_parent[i] != i)
        {
            _parent[i] = _parent[_parent[i]];
            i = _parent[i];
        }

        return i;
    }

    /// <summary>As <see cref="Find"/>, without shortening the way: many threads may ask at once, as long as nothing is joined.</summary>
    public int Root(int i)
    {
        while (_parent[i] != i) i = _parent[i];
        return i;
    }

    /// <param name="root">As <see cref="Find"/> gives it.</param>
    public int Size(int root) => _size[root];

    /// <returns>Whether the two were apart.</returns>
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
