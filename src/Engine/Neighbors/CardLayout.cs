using Investigator.Engine.Neighbors.Kernels;

namespace Investigator.Engine.Neighbors;

/// <summary>Which point stands in which slot of the device's panels, and which panels each query searches.</summary>
internal sealed class CardLayout
{
    private CardLayout(int[] rows, int[] listOfPanel, int[] starts, int[] first, int[] end) =>
        (Rows, ListOfPanel, Starts, First, End) = (rows, listOfPanel, starts, first, end);

    /// <summary><c>[panels * 64]</c> row of each slot; -1 in padding.</summary>
    public int[] Rows { get; }

    public int Panels => ListOfPanel.Length;

    /// <summary><c>[panels]</c> the list of ranges that the points of a panel search.</summary>
    public int[] ListOfPanel { get; }

    /// <summary><c>[lists + 1]</c>: list i is ranges <c>[Starts[i], Starts[i + 1])</c>.</summary>
    public int[] Starts { get; }

    /// <summary><c>[ranges]</c> panels <c>[First, End)</c>.</summary>
    public int[] First { get; }

    public int[] End { get; }

    /// <summary>Share of all panels that an average panel's queries search.</summary>
    public double Searched
    {
        get
        {
            double panels = 0;
            foreach (var list in ListOfPanel)
            {
                for (var r = Starts[list]; r < Starts[list + 1]; r++) panels += End[r] - First[r];
            }

            return panels / Panels / Panels;
        }
    }

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
        return new CardLayout(rows, new int[rows.Length / NeighborTiles.Width], [0, 1], [0], [rows.Length / NeighborTiles.Width]);
    }

    /// <summary>Cell after cell; each starts a panel, and a tile of queries, of its own.</summary>
    /// <param name="align">Slots to which a cell is padded: a multiple of 64 and of the queries in a tile.</param>
    public static CardLayout ByCell(CellLists cells, int align)
    {
        var starts = new int[cells.Cells + 1];
        for (var c = 0; c < cells.Cells; c++) starts[c + 1] = checked(starts[c] + Whole(cells.Starts[c + 1] - cells.Starts[c], align));
        var rows = Pad(starts[^1], NeighborTiles.Width);
        var listOfPanel = new int[rows.Length / NeighborTiles.Width];
        for (var c = 0; c < cells.Cells; c++)
        {
            cells.Order.AsSpan(cells.Starts[c], cells.Starts[c + 1] - cells.Starts[c]).CopyTo(rows.AsSpan(starts[c]));
            listOfPanel.AsSpan(starts[c] / NeighborTiles.Width, (starts[c + 1] - starts[c]) / NeighborTiles.Width).Fill(c);
        }

        var first = Array.ConvertAll(cells.Probes, c => starts[c] / NeighborTiles.Width);
        var end = Array.ConvertAll(cells.Probes, c => starts[c + 1] / NeighborTiles.Width);
        return new CardLayout(rows, listOfPanel, cells.ProbeStarts, first, end);
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
