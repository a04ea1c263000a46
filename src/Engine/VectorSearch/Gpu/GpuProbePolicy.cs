using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.VectorSearch.Gpu;

/// <summary>How near cells are to each other, measured by their own widths: squared distance of the centres over the sum of the spreads.</summary>
/// <param name="centers"><c>[cells, d]</c>.</param>
/// <param name="spreads"><c>[cells]</c> mean squared distance of each cell's points to its centre.</param>
internal sealed class GpuProbePolicy(PointMatrix centers, float[] spreads)
{
    /// <returns>0 for a cell and itself, and for centres in one place; plus infinity between cells that have no width at all.</returns>
    public float Between(int a, int b)
    {
        var squared = (float)centers.SquaredDistance(a, b);
        return squared <= 0 ? 0 : squared / (spreads[a] + spreads[b]);
    }

    /// <summary>For each cell those no further from it than <paramref name="most"/>, the nearest first, itself always among them.</summary>
    /// <returns><c>[cells + 1]</c> starts of the lists, and the lists.</returns>
    public (int[] Starts, int[] Cells) Within(float most, StageContext context)
    {
        var lists = new int[spreads.Length][];
        Parallel.For(0, lists.Length, context.Parallel, c =>
        {
            var near = new List<(float Between, int Cell)>();
            for (var other = 0; other < lists.Length; other++)
            {
                // By centres alone the own cell need not come first.
                var between = other == c ? -1 : Between(c, other);
                if (between <= most) near.Add((between, other));
            }

            near.Sort();
            lists[c] = [.. near.Select(static n => n.Cell)];
        });
        var starts = new int[lists.Length + 1];
        for (var c = 0; c < lists.Length; c++) starts[c + 1] = checked(starts[c] + lists[c].Length);
        return (starts, [.. lists.SelectMany(static list => list)]);
    }
}
