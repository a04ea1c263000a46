using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch.Gpu.Kernels;

namespace Investigator.Engine.VectorSearch.Gpu;

/// <summary>The nearest centre of every point, up to rounding.</summary>
internal static class GpuCentroidAssignment
{
    /// <param name="centers"><c>[cells, d]</c>.</param>
    /// <returns><c>[n]</c> the cell of each row.</returns>
    public static int[] Find(GpuTarget gpu, PointMatrix points, PointMatrix centers, StageContext context)
    {
        var cellOf = new int[points.Count];
        var layout = GpuPanelLayout.Whole(centers.Count);
        var queries = GpuQueries.Outside([.. Enumerable.Range(0, points.Count)], gpu.Align, layout);
        using var search = new GpuPanelSearch<DotForm, NoFilter>(gpu, centers, centers.Mean(), layout, capacity: 1, context, searchers: points);
        search.Run(queries, block =>
        {
            for (var q = 0; q < block.Count; q++)
            {
                // A point so far away that its scores are not numbers gets any cell: the search of all points will find its neighbours.
                if (queries.Rows[block.First + q] is >= 0 and var row) cellOf[row] = Math.Max(0, block.Slots[q]);
            }
        });
        return cellOf;
    }
}
