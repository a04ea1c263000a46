using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.VectorSearch.Ivf;

/// <summary>An inverted file: the points by cell, packed for the distance tiles. Every thread of a search reads it.</summary>
/// <param name="CellOf"><c>[panels]</c> cell of each panel of the layout.</param>
internal sealed record IvfIndex(SearchedPoints Points, CoarseQuantizer Cells, int[] CellOf, PanelLayout Layout, PanelLayout Centers, ProbePolicy Probe)
    : IDisposable
{
    /// <summary>
    /// Memory for packed panels, in bytes per row: enough for 32 dimensions. Of wider rows the remaining cells are packed each time a block of queries searches
    /// them. Short rows are all packed.
    /// </summary>
    public const long PackedBytesPerRow = 128;

    /// <summary>From this many rows on half of that: descent follows, which needs the cells only to begin with and holds lists besides.</summary>
    private const int ManyRows = 2_000_000;

    public static IvfIndex Build<TTile>(SearchedPoints points, StageContext context, ProgressMeter meter)
        where TTile : struct, IDistanceTile
    {
        var rows = points.Rows;
        var mean = rows.Mean();
        var cells = CoarseQuantizer.Build<TTile>(rows, mean, context, meter);
        var cellOf = cells.CellOfPanel();
        var centers = CoarseQuantizer.Pack(cells.Centers, rows.Dimension, mean, context);
        var bytesPerRow = points.IsShort ? int.MaxValue : points.Count < ManyRows ? PackedBytesPerRow : PackedBytesPerRow / 2;
        var mostBytes = bytesPerRow * cells.Order.Length;
        var layout = PanelLayout.Around(cells.Centers, cellOf, rows, cells.Order, context, mostBytes);
        return new IvfIndex(points, cells, cellOf, layout, centers, new ProbePolicy(cells, centers));
    }

    /// <returns><c>[n]</c> the cell of each row.</returns>
    public int[] CellOfRow()
    {
        var cells = new int[Points.Count];
        for (var slot = 0; slot < Layout.Order.Length; slot++)
        {
            if (Layout.Order[slot] is >= 0 and var row) cells[row] = CellOf[slot / PanelLayout.Width];
        }

        return cells;
    }

    public void Dispose()
    {
        Layout.Dispose();
        Centers.Dispose();
    }
}
