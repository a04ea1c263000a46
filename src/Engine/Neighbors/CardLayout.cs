using Investigator.Engine.Neighbors.Kernels;

namespace Investigator.Engine.Neighbors;

/// <summary>Which point stands in which slot of the device's panels, and which panels each query searches.</summary>
internal sealed class CardLayout
{
    private CardLayout(int[] rows, int[] listOfPanel, PanelLists lists) => (Rows, ListOfPanel, Lists) = (rows, listOfPanel, lists);

    /// <summary><c>[panels * 64]</c> row of each slot; -1 in padding.</summary>
    public int[] Rows { get; }

    public int Panels => ListOfPanel.Length;

    /// <summary><c>[panels]</c> the list that the points of a panel search.</summary>
    public int[] ListOfPanel { get; }

    public PanelLists Lists { get; }

    /// <summary>Rows in their own order; everybody searches everything.</summary>
    public static CardLayout Whole(int count)
    {
        var rows = new int[count];
        for (var i = 0; i < count; i++) rows[i] = i;
        return Of(rows);
    }

    /// <summary>Some rows in the order given, such as the centres of cells; everybody searches all of them.</summary>
    public static CardLayout Of(int[] chosen)
    {
        var rows = Pad(chosen.Length, NeighborTiles.Width);
        chosen.CopyTo(rows, 0);
        return new CardLayout(rows, new int[rows.Length / NeighborTiles.Width], PanelLists.Everything(rows.Length / NeighborTiles.Width));
    }

    /// <summary>
    /// Cell after cell; each starts a panel, and a tile of queries, of its own. Those whose points search most come first: tiles of one launch then end at about the same time, where a
    /// single long one among short ones would keep the whole card waiting.
    /// </summary>
    /// <param name="align">Slots to which a cell is padded: a multiple of 64 and of the queries in a tile.</param>
    public static CardLayout ByCell(CellLists cells, int align)
    {
        var sizes = cells.Sizes();
        var slots = Array.ConvertAll(sizes, size => Whole(size, align));
        var byWork = Enumerable.Range(0, cells.Cells).OrderByDescending(cells.Searched).ToArray();
        var starts = new int[cells.Cells];
        var total = 0;
        foreach (var c in byWork) (starts[c], total) = (total, checked(total + slots[c]));
        var rows = Pad(total, NeighborTiles.Width);
        var listOfPanel = new int[rows.Length / NeighborTiles.Width];
        for (var c = 0; c < cells.Cells; c++)
        {
            cells.Order.AsSpan(cells.Starts[c], sizes[c]).CopyTo(rows.AsSpan(starts[c]));
            listOfPanel.AsSpan(starts[c] / NeighborTiles.Width, slots[c] / NeighborTiles.Width).Fill(c);
        }

        var first = Array.ConvertAll(cells.Probes, c => starts[c] / NeighborTiles.Width);
        var end = Array.ConvertAll(cells.Probes, c => (starts[c] + slots[c]) / NeighborTiles.Width);
        return new CardLayout(rows, listOfPanel, new PanelLists(cells.ProbeStarts, first, end));
    }

    /// <summary>The least multiple of <paramref name="of"/> that is not below <paramref name="count"/>.</summary>
    public static int Whole(int count, int of) => checked((int)(((long)count + of - 1) / of * of));

    private static int[] Pad(int count, int align)
    {
        var rows = new int[Whole(count, align)];
        Array.Fill(rows, -1);
        return rows;
    }
}
