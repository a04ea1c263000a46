using Investigator.Engine.Tables;

namespace Investigator.Engine.Findings;

/// <summary>Where a set of payments lies in the space of behaviour and features, how widely it is spread there, and when it was made.</summary>
/// <param name="Center"><c>[d]</c> mean.</param>
/// <param name="Scatter">Mean squared distance from it.</param>
/// <param name="First">Time of the first payment, microseconds.</param>
/// <param name="Last">Time of the last.</param>
internal sealed record Profile(double[] Center, double Scatter, long First, long Last)
{
    /// <param name="rows">Ascending, one or more.</param>
    /// <param name="points">The space, <c>[n, d]</c>.</param>
    /// <param name="times"><c>[n]</c> microseconds, ascending.</param>
    public static Profile Of(int[] rows, PointMatrix points, long[] times)
    {
        var center = new double[points.Dimension];
        foreach (var row in rows)
        {
            var point = points.Row(row);
            for (var j = 0; j < center.Length; j++) center[j] += point[j];
        }

        for (var j = 0; j < center.Length; j++) center[j] /= rows.Length;
        double scatter = 0;
        foreach (var row in rows)
        {
            var point = points.Row(row);
            for (var j = 0; j < center.Length; j++) scatter += (point[j] - center[j]) * (point[j] - center[j]);
        }

        return new Profile(center, scatter / rows.Length, times[rows[0]], times[rows[^1]]);
    }

    /// <summary>
    /// Squared distance of the centers over the scatter of the narrower set: 0 for two halves of one crowd drawn at random, 2 where the centers lie as far
    /// apart as two payments of one set do.
    /// </summary>
    public double Apart(Profile other)
    {
        double distance = 0;
        for (var j = 0; j < Center.Length; j++) distance += (Center[j] - other.Center[j]) * (Center[j] - other.Center[j]);
        return distance < 1e-12 ? 0 : distance / Math.Min(Scatter, other.Scatter);
    }

    /// <summary>Microseconds between the end of one and the beginning of the other; 0 where they overlap.</summary>
    public long Gap(Profile other) => Math.Max(0, Math.Max(First, other.First) - Math.Min(Last, other.Last));
}
