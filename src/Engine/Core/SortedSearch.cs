using System.Numerics;

namespace Investigator.Engine.Core;

/// <summary>Binary searches in values that stand in ascending order.</summary>
internal static class SortedSearch
{
    /// <summary>How many values are less than <paramref name="value"/>.</summary>
    public static int CountBelow<T>(ReadOnlySpan<T> sorted, T value)
        where T : IComparisonOperators<T, T, bool>
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (sorted[middle] < value) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>How many values are at most <paramref name="value"/>.</summary>
    public static int CountUpTo<T>(ReadOnlySpan<T> sorted, T value)
        where T : IComparisonOperators<T, T, bool>
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (sorted[middle] <= value) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
