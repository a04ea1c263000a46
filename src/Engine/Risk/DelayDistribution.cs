using Investigator.Engine.Core;

namespace Investigator.Engine.Risk;

/// <summary>How long outcomes of one kind take to become known: P(known within an age, given that it ever becomes known).</summary>
/// <remarks>
/// Only delays shorter than their payment's age are seen, so quick ones are over-represented among young payments. The estimate for such right-truncated data
/// is the product-limit estimate in reversed time (Lagakos, Barraj and De Gruttola, "Nonparametric analysis of truncated survival data, with application to
/// AIDS", Biometrika 75, 1988): at each delay u, of the outcomes with delay ≤ u ≤ age, the share that came exactly at u did not come before. What lies beyond
/// the oldest payment's age is not seen by anybody: the distribution is that of delays up to there.
/// </remarks>
internal sealed class DelayDistribution
{
    /// <summary>Where fewer outcomes than this speak for a delay, one of them would decide alone, so the estimate begins below.</summary>
    private const int FewestAtRisk = 10;

    private readonly long[] _delays;
    private readonly double[] _within;

    private DelayDistribution(long[] delays, double[] within) => (_delays, _within) = (delays, within);

    /// <summary>Nothing of this kind is ever known.</summary>
    public static DelayDistribution None { get; } = new([], []);

    /// <summary>P(known within <paramref name="age"/>); 0 for an age below the shortest delay seen.</summary>
    /// <param name="age">Microseconds since the payment.</param>
    public double Within(long age)
    {
        var index = Array.BinarySearch(_delays, age);
        if (index < 0) index = ~index - 1;
        return index < 0 ? 0 : _within[index];
    }

    /// <param name="delays">Microseconds from each payment to its outcome, in any order; sorted here.</param>
    /// <param name="ages">Microseconds from each of the same payments to the as-of time, in the same order, none shorter than its delay; sorted here.</param>
    public static DelayDistribution Estimate(long[] delays, long[] ages)
    {
        if (delays.Length == 0) return None;
        Array.Sort(delays);
        Array.Sort(ages);
        var (steps, within) = (new List<long>(), new List<double>());
        var share = 1.0;
        for (var last = delays.Length - 1; last >= 0;)
        {
            var delay = delays[last];
            var first = last;
            while (first > 0 && delays[first - 1] == delay) first--;
            steps.Add(delay);
            within.Add(share);
            // Every age is at least its delay, so who is younger than this delay is among those that became known sooner.
            var atRisk = last + 1 - SortedSearch.CountBelow<long>(ages, delay);
            if (atRisk >= FewestAtRisk) share *= 1 - ((double)(last - first + 1) / atRisk);
            last = first - 1;
        }
        steps.Reverse();
        within.Reverse();
        return new DelayDistribution([.. steps], [.. within]);
    }
}
