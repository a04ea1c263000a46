using Investigator.Engine.Core;
using Investigator.Engine.Facts;

namespace Investigator.Engine.Findings;

/// <summary>Finds several crews among payments that followed one script: each has a pace of its own.</summary>
/// <remarks>
/// Of a million payments some crews follow the very same pages and lie in one cluster, with nothing else in common. The units are payments that share entities,
/// and of the others those between two silences. Units of like pace are one crew, the largest first; so a crew that works on many devices, or again after a
/// rest, stays one.
/// </remarks>
internal sealed class CrewDivision(IReadOnlyList<Tie> ties, TransactionFacts facts, PageScripts scripts, int minRows, int maxSharers)
{
    /// <summary>A crew has three accounts or more.</summary>
    private const int MinAccounts = 3;

    /// <summary>
    /// Difference of ln(dwell) per page from which two crews are two. Parts of one crew differed by 0.13 at most, two crews with one script by 0.45 and more.
    /// </summary>
    private const double LeastPaceApart = 0.3;

    /// <summary>Payments by which a unit's pace is told; what has fewer goes with the nearest crew.</summary>
    private const int LeastOfUnit = 6;

    /// <summary>Longer than people at work rest over night.</summary>
    private const long Silence = 12L * 3_600_000_000;

    private const int None = -1;

    /// <param name="rows">Of one part, ascending, in the order of time.</param>
    /// <returns>Rows of each crew, ascending, in the order of their first rows; all of them where they are of one crew.</returns>
    public IReadOnlyList<int[]> Crews(int[] rows)
    {
        if (rows.Length < 2 * minRows) return [rows];
        var units = Units(rows).OrderByDescending(static u => u.Length).ThenBy(static u => u[0]).ToList();
        var crews = new List<int[]>();
        foreach (var unit in units.Where(static u => u.Length >= LeastOfUnit))
        {
            var (nearest, apart) = Nearest(crews, unit);
            if (nearest == None || apart > LeastPaceApart) crews.Add(unit);
            else if (apart <= LeastPaceApart) crews[nearest] = [.. crews[nearest].Concat(unit).Order()];
            else return [rows]; // of no pace to tell it by
        }

        while (crews.Count > 1 && Closest(crews) is var (one, other, apart) && apart <= LeastPaceApart) Join(crews, one, other);
        for (var small = SmallOf(crews); small >= 0 && crews.Count > 1; small = SmallOf(crews))
        {
            var unit = crews[small];
            crews.RemoveAt(small);
            var place = Math.Max(0, Nearest(crews, unit).Crew);
            crews[place] = [.. crews[place].Concat(unit).Order()];
        }

        if (crews.Count < 2) return [rows];
        foreach (var unit in units.Where(static u => u.Length < LeastOfUnit))
        {
            var place = Math.Max(0, Nearest(crews, unit).Crew);
            crews[place] = [.. crews[place].Concat(unit).Order()];
        }

        return [.. crews.OrderBy(static c => c[0])];
    }

    private int SmallOf(List<int[]> crews) =>
        crews.FindLastIndex(c => c.Length < minRows || c.Select(row => facts.Accounts[row]).Distinct().Take(MinAccounts).Count() < MinAccounts);

    private static void Join(List<int[]> crews, int one, int other)
    {
        crews[one] = [.. crews[one].Concat(crews[other]).Order()];
        crews.RemoveAt(other);
    }

    /// <summary>The crew whose pace is nearest, and how far; NaN where no stay of a page is known on both sides.</summary>
    private (int Crew, double Apart) Nearest(List<int[]> crews, int[] unit)
    {
        var (nearest, least) = (None, double.NaN);
        for (var c = 0; c < crews.Count; c++)
        {
            var apart = Apart(crews[c], unit);
            if (nearest == None || apart < least || (double.IsNaN(least) && !double.IsNaN(apart))) (nearest, least) = (c, apart);
        }

        return (nearest, least);
    }

    private (int One, int Other, double Apart) Closest(List<int[]> crews)
    {
        var closest = (One: 0, Other: 1, Apart: double.PositiveInfinity);
        for (var a = 0; a < crews.Count; a++)
        {
            for (var b = a + 1; b < crews.Count; b++)
            {
                var apart = Apart(crews[a], crews[b]);
                if (apart < closest.Apart) closest = (a, b, apart);
            }
        }

        return closest;
    }

    private double Apart(int[] rows, int[] others)
    {
        var mine = rows.Select(row => scripts.Scripts[row]).Where(static s => s >= 0).ToHashSet();
        var common = others.Select(row => scripts.Scripts[row]).Where(mine.Contains).ToHashSet();
        return common.Count == 0 ? double.NaN : scripts.PaceApart(rows, others, common) ?? double.NaN;
    }

    private IEnumerable<int[]> Units(int[] rows)
    {
        var values = ties.Where(static t => t.Kind == TieKind.Entity).SelectMany(tie => Enumerable.Range(0, rows.Length)
            .Where(i => tie.Codes[rows[i]] >= 0 && !tie.IsHub(tie.Codes[rows[i]], maxSharers)).GroupBy(i => tie.Codes[rows[i]], static i => i)
            .Where(g => g.Select(i => facts.Accounts[rows[i]]).Distinct().Take(tie.MinAccounts).Count() == tie.MinAccounts).Select(static g => g.ToArray()));
        var groups = new TieGraph(rows.Length, [.. values]).Groups(rows.Length);
        foreach (var group in Enumerable.Range(0, rows.Length).Where(i => groups[i] != None).GroupBy(i => groups[i], i => rows[i])) yield return [.. group];
        var stretch = new List<int>();
        foreach (var row in Enumerable.Range(0, rows.Length).Where(i => groups[i] == None).Select(i => rows[i]))
        {
            if (stretch.Count > 0 && facts.Times[row] - facts.Times[stretch[^1]] > Silence)
            {
                yield return [.. stretch];
                stretch.Clear();
            }

            stretch.Add(row);
        }

        if (stretch.Count > 0) yield return [.. stretch];
    }
}
