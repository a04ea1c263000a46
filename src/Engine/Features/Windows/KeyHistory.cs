using Investigator.Engine.Facts;
using Investigator.Engine.Features.Kinds;

namespace Investigator.Engine.Features.Windows;

/// <summary>What the whole past of a key tells about a row. All return <c>[n]</c>, NaN where the key is missing.</summary>
internal static class KeyHistory
{
    /// <summary>Seconds since the first row of the key.</summary>
    public static float[] Age(KeyGroups groups, long[] times)
    {
        var values = TrailingWindows.Missing(times.Length);
        foreach (var row in groups.Rows.Items) values[row] = (float)((times[row] - times[groups.Codes[row]]) / 1e6);
        return values;
    }

    /// <summary>Seconds since the previous row of the key; NaN for the first.</summary>
    public static float[] SincePrevious(KeyGroups groups, long[] times)
    {
        var values = TrailingWindows.Missing(times.Length);
        for (var g = 0; g < groups.Rows.Count; g++)
        {
            var rows = groups.Rows[g];
            for (var i = 1; i < rows.Length; i++) values[rows[i]] = (float)((times[rows[i]] - times[rows[i - 1]]) / 1e6);
        }
        return values;
    }

    /// <summary>1 where the account was never seen with the key before, else 0.</summary>
    /// <param name="groups">Rows by key.</param>
    /// <param name="accounts"><c>[n]</c> 0..n-1.</param>
    public static float[] New(KeyGroups groups, int[] accounts)
    {
        var values = TrailingWindows.Missing(accounts.Length);
        var seenIn = new int[accounts.Length];
        Array.Fill(seenIn, -1);
        for (var g = 0; g < groups.Rows.Count; g++)
        {
            foreach (var row in groups.Rows[g])
            {
                values[row] = seenIn[accounts[row]] == g ? 0 : 1;
                seenIn[accounts[row]] = g;
            }
        }
        return values;
    }
}
