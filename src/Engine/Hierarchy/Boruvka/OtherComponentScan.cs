using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Hierarchy.Boruvka;

/// <summary>
/// Nearest points of other components for a few queries, by looking at every point. It needs no preparation, unlike <see cref="OtherComponentSearch"/>.
/// </summary>
internal static class OtherComponentScan
{
    private const int RowsPerRange = 1 << 12;

    /// <summary>As <see cref="IOtherComponentSearch.Nearest"/>.</summary>
    public static (int Row, float Weight)[] Nearest(PointMatrix points, float[] core, List<int> rows, float[] bounds, int[] component, StageContext context)
    {
        var best = Unfound();
        context.ForEachRange(core.Length, RowsPerRange, Unfound, (first, end, found) =>
        {
            for (var other = first; other < end; other++)
            {
                for (var q = 0; q < found.Length; q++) found[q] = Nearer(found[q], Weigh(q, other, found[q].Weight));
            }
        }, found =>
        {
            for (var q = 0; q < best.Length; q++) best[q] = Nearer(best[q], found[q]);
        });
        return best;

        (int Row, float Weight)[] Unfound() => Array.ConvertAll(bounds, static bound => (-1, bound));

        (int Row, float Weight) Weigh(int q, int other, float most)
        {
            if (component[other] == component[rows[q]] || core[other] > most) return (-1, float.PositiveInfinity);
            return (other, MathF.Max(MathF.Max(core[rows[q]], core[other]), points.Distance(rows[q], other)));
        }
    }

    /// <summary>The one of less weight; of equal weights the lower row, and any row rather than none.</summary>
    private static (int Row, float Weight) Nearer((int Row, float Weight) a, (int Row, float Weight) b)
    {
        if (b.Row < 0 || b.Weight > a.Weight) return a;
        return b.Weight < a.Weight || a.Row < 0 || b.Row < a.Row ? b : a;
    }
}
