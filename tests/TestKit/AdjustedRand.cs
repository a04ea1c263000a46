namespace Investigator.TestKit;

/// <summary>Agreement of two labellings up to renumbering: 1 when they are the same, about 0 by chance (Hubert and Arabie 1985).</summary>
public static class AdjustedRand
{
    public static double Index(IReadOnlyList<int> a, IReadOnlyList<int> b)
    {
        var cells = new Dictionary<(int, int), long>();
        var rows = new Dictionary<int, long>();
        var columns = new Dictionary<int, long>();
        for (var i = 0; i < a.Count; i++)
        {
            cells[(a[i], b[i])] = cells.GetValueOrDefault((a[i], b[i])) + 1;
            rows[a[i]] = rows.GetValueOrDefault(a[i]) + 1;
            columns[b[i]] = columns.GetValueOrDefault(b[i]) + 1;
        }

        var together = cells.Values.Sum(Pairs);
        var byRow = rows.Values.Sum(Pairs);
        var byColumn = columns.Values.Sum(Pairs);
        var expected = byRow * byColumn / Pairs(a.Count);
        var most = (byRow + byColumn) / 2;
        return most == expected ? 1 : (together - expected) / (most - expected);
    }

    private static double Pairs(long n) => n * (n - 1) / 2.0;
}
