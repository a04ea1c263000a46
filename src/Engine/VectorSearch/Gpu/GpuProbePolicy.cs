using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.VectorSearch.Gpu;

/// <summary>
/// Which cells the points of each cell search on the GPU: those that are near by the cells' own width, which is the squared distance of the centres over the
/// sum of the spreads. Points of cells with spreads s and t whose centres are D apart are about sqrt(D² + s + t) from each other, so D² / (s + t) says how much
/// further apart they are than points of one cell. Dense cells then search a few others and cells of noise many, where ranking by D alone would make all of
/// them search as many as noise needs.
/// </summary>
/// <param name="centers"><c>[cells, d]</c>.</param>
/// <param name="spreads"><c>[cells]</c> mean squared distance of each cell's points to its centre.</param>
internal sealed class GpuProbePolicy(PointMatrix centers, float[] spreads)
{
    /// <returns>0 for a cell and itself, and for centres in the same place; plus infinity between cells that have no width at all.</returns>
    public float Between(int a, int b)
    {
        var squared = (float)centers.SquaredDistance(a, b);
        return squared <= 0 ? 0 : squared / (spreads[a] + spreads[b]);
    }

    /// <summary>For each cell the cells no further from it than <paramref name="most"/>, the nearest first; the cell itself is always among them.</summary>
    public CompressedLists Within(float most, StageContext context)
    {
        var lists = new int[spreads.Length][];
        Parallel.For(0, lists.Length, context.Parallel, c =>
        {
            var near = new List<(float Between, int Cell)>();
            for (var other = 0; other < lists.Length; other++)
            {
                // Where several centres are in one place, the cell itself still comes first.
                var between = other == c ? -1 : Between(c, other);
                if (between <= most) near.Add((between, other));
            }

            near.Sort();
            lists[c] = [.. near.Select(static n => n.Cell)];
        });
        return CompressedLists.Of(lists);
    }
}
