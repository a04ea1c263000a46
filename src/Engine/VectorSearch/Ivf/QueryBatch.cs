using Investigator.Engine.VectorSearch.Descent;

namespace Investigator.Engine.VectorSearch.Ivf;

/// <summary>One thread's part in the search of an inverted file for its own points: the queries are those in a run of its slots.</summary>
internal sealed class QueryBatch<TTile>(IvfIndex index, int k) : IDisposable
    where TTile : struct, IDistanceTile
{
    private readonly int[] _rows = new int[IvfSearch<TTile>.Block];
    private readonly int[] _cells = new int[IvfSearch<TTile>.Block];
    private readonly (double Squared, int Row)[] _scratch = new (double, int)[TopK.CapacityFor(k)];
    private readonly IvfSearch<TTile> _search = new(index, k);
    private int _count;

    /// <summary>Pairs of query and point scored so far.</summary>
    public long Scored => _search.Scored;

    /// <summary>How many batches there are.</summary>
    public static int CountOf(IvfIndex index) => (index.Layout.Order.Length + IvfSearch<TTile>.Block - 1) / IvfSearch<TTile>.Block;

    /// <summary>Searches the few nearest cells of each query of a batch.</summary>
    /// <returns>Queries in the batch.</returns>
    public int Begin(int batch)
    {
        _count = 0;
        var end = Math.Min(index.Layout.Order.Length, (batch + 1) * IvfSearch<TTile>.Block);
        for (var slot = batch * IvfSearch<TTile>.Block; slot < end; slot++)
        {
            if (index.Layout.Order[slot] < 0) continue;
            _rows[_count] = index.Layout.Order[slot];
            _cells[_count++] = index.CellOf[slot / PanelLayout.Width];
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
        for (var q = 0; q < _count; q++) ExactRerank.Store(_search.Nearest(q, _scratch), _rows[q], k, indices, distances);
    }

    /// <param name="lists">Of k places each.</param>
    /// <param name="pointOf"><c>[n]</c> the point of each row in the lists.</param>
    public void Store(NeighborLists lists, int[] pointOf)
    {
        var nearest = new (float, int)[k];
        for (var q = 0; q < _count; q++)
        {
            var found = _search.Nearest(q, _scratch);
            for (var c = 0; c < found.Length; c++) nearest[c] = ((float)found[c].Squared, pointOf[found[c].Row]);
            lists.Begin(pointOf[_rows[q]], nearest.AsSpan(0, found.Length));
        }
    }

    public void Dispose() => _search.Dispose();
}
