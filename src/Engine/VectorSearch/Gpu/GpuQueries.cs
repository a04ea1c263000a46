using Investigator.Engine.VectorSearch.Gpu.Kernels;


namespace Investigator.Engine.VectorSearch.Gpu;

/// <summary>The queries of a search in the order in which the GPU takes them, and the panels that each searches.</summary>
/// <param name="Rows"><c>[queries]</c> rows, -1 in padding; a whole number of tiles and of panels.</param>
/// <param name="Slots"><c>[queries]</c> each one's own slot in the layout, which it must not find; -1 in padding.</param>
/// <param name="ListOf"><c>[queries / 64]</c> the list that each panel of queries searches; the same for all queries of a tile.</param>
/// <param name="Lists">Lists of panels of the layout.</param>
internal sealed record GpuQueries(int[] Rows, int[] Slots, int[] ListOf, PanelLists Lists)
{
    /// <summary>Every point of a layout.</summary>
    /// <param name="align">A multiple of 64 and of the queries in a tile.</param>
    public static GpuQueries All(GpuPanelLayout layout, int align)
    {
        var slots = new int[GpuPanelLayout.Whole(layout.Rows.Length, align)];
        var rows = new int[slots.Length];
        var lists = new int[slots.Length / GpuDistanceTiles.Width];
        layout.ListOfPanel.CopyTo(lists, 0);
        Array.Fill(rows, -1);
        layout.Rows.CopyTo(rows, 0);
        for (var i = 0; i < slots.Length; i++) slots[i] = rows[i] < 0 ? -1 : i;
        return new GpuQueries(rows, slots, lists, layout.Lists);
    }

    /// <summary>Rows that search all of a layout, including themselves if they are in it.</summary>
    public static GpuQueries Outside(int[] chosen, int align, GpuPanelLayout layout)
    {
        var rows = Padded(chosen, align);
        return Outside(rows, new int[rows.Length / GpuDistanceTiles.Width], PanelLists.Everything(layout.Panels), layout);
    }

    /// <summary>Rows, already padded, that search lists of panels, including themselves if they are there.</summary>
    public static GpuQueries Outside(int[] rows, int[] listOf, PanelLists lists, GpuPanelLayout layout) =>
        // A slot that no point has: no query is kept from finding itself.
        new(rows, Array.ConvertAll(rows, row => row < 0 ? -1 : layout.Rows.Length), listOf, lists);

    /// <summary>Some rows of a <see cref="GpuPanelLayout.Whole(int)"/> layout.</summary>
    public static GpuQueries Of(List<int> chosen, int align, GpuPanelLayout whole)
    {
        var rows = Padded([.. chosen], align);
        return new GpuQueries(rows, rows, new int[rows.Length / GpuDistanceTiles.Width], whole.Lists);
    }

    private static int[] Padded(int[] chosen, int align)
    {
        var rows = new int[GpuPanelLayout.Whole(chosen.Length, align)];
        Array.Fill(rows, -1);
        chosen.CopyTo(rows, 0);
        return rows;
    }
}
