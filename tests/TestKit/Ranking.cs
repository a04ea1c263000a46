namespace Investigator.TestKit;

/// <summary>How well scores put frauds before the others. Equal scores share their places: what a coin would decide counts as half.</summary>
public static class Ranking
{
    /// <summary>
    /// The chance that a fraud has a higher score than another row, ties as a half: the area under the curve (Mann and Whitney 1947). NaN where one of the two
    /// is missing.
    /// </summary>
    /// <param name="scores"><c>[n]</c>, no NaN.</param>
    /// <param name="fraud"><c>[n]</c>.</param>
    public static double Auc(IReadOnlyList<double> scores, IReadOnlyList<bool> fraud)
    {
        double wins = 0, others = 0, frauds = 0;
        foreach (var tie in Ties(scores, fraud).Reverse())
        {
            wins += tie.Fraud * (others + ((tie.Count - tie.Fraud) / 2.0));
            others += tie.Count - tie.Fraud;
            frauds += tie.Fraud;
        }

        return frauds * others == 0 ? double.NaN : wins / (frauds * others);
    }

    /// <summary>Share of the frauds among the highest scores; where the review ends within a tie, its rows count in part. NaN without frauds.</summary>
    /// <param name="scores"><c>[n]</c>, no NaN.</param>
    /// <param name="fraud"><c>[n]</c>.</param>
    /// <param name="review">Share of the rows that are looked at, 0 to 1.</param>
    public static double RecallAt(IReadOnlyList<double> scores, IReadOnlyList<bool> fraud, double review)
    {
        var (left, caught) = (review * scores.Count, 0.0);
        foreach (var tie in Ties(scores, fraud))
        {
            if (left <= 0) break;
            caught += Math.Min(1, left / tie.Count) * tie.Fraud;
            left -= tie.Count;
        }

        return caught / fraud.Count(static f => f);
    }

    /// <summary>Rows of equal score, the highest first.</summary>
    private static IEnumerable<(int Count, int Fraud)> Ties(IReadOnlyList<double> scores, IReadOnlyList<bool> fraud) =>
        Enumerable.Range(0, scores.Count)
            .GroupBy(row => scores[row])
            .OrderByDescending(static tie => tie.Key)
            .Select(tie => (tie.Count(), tie.Count(row => fraud[row])));
}
