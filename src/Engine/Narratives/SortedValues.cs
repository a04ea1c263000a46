using Investigator.Engine.Core;

namespace Investigator.Engine.Narratives;

/// <summary>All values of one measure, sorted once, so that each cluster can be set against the rest without looking at the rest again.</summary>
internal static class SortedValues
{
    /// <summary>Values without NaN, ascending.</summary>
    public static float[] Sort(IEnumerable<float> values)
    {
        float[] sorted = [.. values.Where(v => !float.IsNaN(v))];
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>Median of <paramref name="all"/> less <paramref name="mine"/>, which is a part of it; both ascending. Null where nothing is left.</summary>
    public static double? MedianWithout(float[] all, float[] mine)
    {
        var rest = all.Length - mine.Length;
        return rest <= 0 ? null : ((double)Nth((rest - 1) / 2) + Nth(rest / 2)) / 2;

        // The smallest value that more than n of the rest do not exceed.
        float Nth(int n)
        {
            int low = 0, high = all.Length - 1;
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (SortedSearch.CountUpTo<float>(all, all[middle]) - SortedSearch.CountUpTo<float>(mine, all[middle]) > n) high = middle;
                else low = middle + 1;
            }
            return all[low];
        }
    }

    /// <summary>
    /// 2 AUC - 1: the chance that a member's value exceeds another's, less the chance that it falls short (Mann and Whitney 1947; ties count half). 0 where
    /// one side is empty.
    /// </summary>
    public static double Separation(float[] all, float[] mine)
    {
        var rest = all.Length - mine.Length;
        if (mine.Length == 0 || rest <= 0) return 0;
        double wins = 0;
        foreach (var value in mine)
        {
            var below = SortedSearch.CountBelow<float>(all, value) - SortedSearch.CountBelow<float>(mine, value);
            var equal = SortedSearch.CountUpTo<float>(all, value) - SortedSearch.CountUpTo<float>(mine, value) - below;
            wins += below + (0.5 * equal);
        }
        return (2 * wins / ((double)mine.Length * rest)) - 1;
    }
}
