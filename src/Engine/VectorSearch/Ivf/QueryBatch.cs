using Investigator.Engine.VectorSearch.Descent;

namespace Investigator.Engine.VectorSearch.Ivf;

/// <summary>One thread's part in the search of an inverted file: the queries in a run of its slots.</summary>
internal sealed class QueryBatch<TTile>(IvfIndex file, int k) : IDisposable
    where TTile : struct, IDistanceTile
{
    private readonly int[] _rows = new int[IvfSearch<TTile>.Block];
    private readonly int[] _cells = new int[IvfSearch<TTile>.Block];
    private readonly (double Squared, int Row)[] _scratch = new (double, int)[TopK.CapacityFor(k)];
    private readonly IvfSearch<TTile> _search = new(file, k);
    private int _count;

    /// <summary>Pairs of query and point scored so far.</summary>
    public long Scored => _search.Scored;

    /// <summary>How many blocks there are.</summary>
    public static int CountOf(IvfIndex file) => (file.Layout.Order.Length + IvfSearch<TTile>.Block - 1) / IvfSearch<TTile>.Block;

    /// <summary>Searches the few nearest cells of each query of a block.</summary>
    /// <returns>Queries in the block.</returns>
    public int Begin(int block)
    {
        _count = 0;
        var end = Math.Min(file.Layout.Order.Length, (block + 1) * IvfSearch<TTile>.Block);
        for (var slot = block * IvfSearch<TTile>.Block; slot < end; slot++)
        {
            if (file.Layout.Order[slot] < 0) continue;
            (_rows[_count], _cells[_count]) = (file.Layout.Order[slot], file.CellOf[slot / PanelLayout.Width]);
            _count++;
        }

        _search.Begin(_rows.AsSpan(0, _count), _cells.AsSpan(0, _count));
        return _count;
    }

    /// <summary>Searches all cells that are near enough.</summary>
    /// <param name="limit">See <see cref="ProbePolicy"/>.</param>
    public void SearchNear(float limit) => _search.SearchNear(limit);

    /// <param name="indices"><c>[n, k]</c>.</param>
    /// <param name="distances"><c>[n, k]</c>.</param>
    public void Store(int[] indices, float[] distances)
    {
        for (var q = 0; q < _count; q++)
        {
            var found = _search.Rerank(q, _scratch);
            for (var c = 0; c < k; c++)
            {
                indices[((long)_rows[q] * k) + c] = found[c].Row;
                distances[((long)_rows[q] * k) + c] = (float)Math.Sqrt(found[c].Squared);
            }
        }
    }

    /// <param name="lists">Of as many places as there are neighbours.</param>
    /// <param name="number"><c>[n]</c> what each row is called there.</param>
    public void Store(NeighborLists lists, int[] number)
    {
        var nearest = new (float, int)[k];
        for (var q = 0; q < _count; q++)
        {
            var found = _search.Rerank(q, _scratch);
            for (var c = 0; c < found.Length; c++) nearest[c] = ((float)found[c].Squared, number[found[c].Row]);
            lists.Begin(number[_rows[q]], nearest.AsSpan(0, found.Length));
        }
    }

    public void Dispose() => _search.Dispose();
}
