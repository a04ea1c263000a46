using Investigator.Engine.VectorSearch.Gpu.Kernels;


namespace Investigator.Engine.VectorSearch.Gpu;

/// <summary>Which point is in which slot of the GPU's panels, and which panels each query searches.</summary>
internal sealed class GpuPanelLayout
{
    private GpuPanelLayout(int[] rows, int[] listOfPanel, PanelLists lists) => (Rows, ListOfPanel, Lists) = (rows, listOfPanel, lists);

    /// <summary><c>[panels * 64]</c> row of each slot; -1 in padding.</summary>
    public int[] Rows { get; }

    public int Panels => ListOfPanel.Length;

    /// <summary><c>[panels]</c> the list of panels that a panel's own points search.</summary>
    public int[] ListOfPanel { get; }

    public PanelLists Lists { get; }

    /// <summary>Rows in their own order; every query searches all panels.</summary>
    public static GpuPanelLayout Whole(int count)
    {
        var rows = new int[count];
        for (var i = 0; i < count; i++) rows[i] = i;
        return Of(rows);
    }

    /// <summary>Some rows in the order given, such as the centres of cells; every query searches all of them.</summary>
    public static GpuPanelLayout Of(int[] chosen)
    {
        var rows = Pad(chosen.Length, GpuDistanceTiles.Width);
        chosen.CopyTo(rows, 0);
        return new GpuPanelLayout(rows, new int[rows.Length / GpuDistanceTiles.Width], PanelLists.Everything(rows.Length / GpuDistanceTiles.Width));
    }

    /// <summary>
    /// Cell after cell; each starts a new panel and a new tile of queries. Cells whose points search most come first: the tiles of one launch then end at about
    /// the same time, where a single long one among short ones would keep the whole GPU waiting.
    /// </summary>
    /// <param name="align">Slots to which a cell is padded: a multiple of 64 and of the queries in a tile.</param>
    public static GpuPanelLayout ByCell(GpuIvfLists cells, int align)
    {
        int[] slots = [.. Enumerable.Range(0, cells.Cells).Select(c => Whole(cells.Rows.LengthOf(c), align))];
        var byWork = Enumerable.Range(0, cells.Cells).OrderByDescending(cells.Searched).ToArray();
        var starts = new int[cells.Cells];
        var total = 0;
        foreach (var c in byWork)
        {
            starts[c] = total;
            total = checked(total + slots[c]);
        }

        var rows = Pad(total, GpuDistanceTiles.Width);
        var listOfPanel = new int[rows.Length / GpuDistanceTiles.Width];
        for (var c = 0; c < cells.Cells; c++)
        {
            cells.Rows[c].CopyTo(rows.AsSpan(starts[c]));
            listOfPanel.AsSpan(starts[c] / GpuDistanceTiles.Width, slots[c] / GpuDistanceTiles.Width).Fill(c);
        }

        var first = Array.ConvertAll(cells.Probes.Items, c => starts[c] / GpuDistanceTiles.Width);
        var end = Array.ConvertAll(cells.Probes.Items, c => (starts[c] + slots[c]) / GpuDistanceTiles.Width);
        return new GpuPanelLayout(rows, listOfPanel, new PanelLists(cells.Probes.Starts, first, end));
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
