using Investigator.Engine.Core;

namespace Investigator.Engine.Space;

/// <summary>The distribution of a number among the rows of a fit: 8 bytes for each different value.</summary>
/// <param name="Values"><c>[m]</c> ascending.</param>
/// <param name="Counts"><c>[m]</c> rows with this value or a lower one.</param>
internal sealed record ValueRanks(float[] Values, int[] Counts)
{
    /// <param name="sorted">Ascending, one or more.</param>
    public static ValueRanks Of(ReadOnlySpan<float> sorted)
    {
        var (values, counts) = (new List<float>(), new List<int>());
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i + 1 < sorted.Length && sorted[i + 1] == sorted[i]) continue;
            values.Add(sorted[i]);
            counts.Add(i + 1);
        }

        return new ValueRanks([.. values], [.. counts]);
    }

    /// <summary>Share of the rows below a value, those of the same value counted half: 0 to 1.</summary>
    public double Of(float value)
    {
        var (below, upTo) = (SortedSearch.CountBelow<float>(Values, value), SortedSearch.CountUpTo<float>(Values, value));
        return (Rows(below) + Rows(upTo)) / (2.0 * Counts[^1]);
    }

    private int Rows(int values) => values == 0 ? 0 : Counts[values - 1];
}
