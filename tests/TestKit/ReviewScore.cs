namespace Investigator.TestKit;

/// <summary>What people would find who review the riskiest clusters first. A share of nothing is NaN.</summary>
/// <param name="CaughtInBudget">
/// Share of the missed fraud in the clusters that fit into the budget, riskiest first. The last one may fit only in part: it counts for as many
/// as that part of its members would hold on average.
/// </param>
/// <param name="BudgetLimit">The most that any ranking could reach: all of the budget spent on missed fraud.</param>
/// <param name="CaughtInRisky">Share of the missed fraud in clusters called risky.</param>
/// <param name="Precision">Share of fraud among the members of risky clusters of which it is known.</param>
public sealed record ReviewScore(double CaughtInBudget, double BudgetLimit, double CaughtInRisky, double Precision)
{
    /// <param name="clusters">Members, score and whether risky, in any order; equal scores keep their order.</param>
    /// <param name="truth">Of each transaction.</param>
    /// <param name="budget">Transactions that can be reviewed.</param>
    public static ReviewScore Of(IReadOnlyList<(int[] Members, double Score, bool Risky)> clusters, MissedFraud truth, double budget)
    {
        var (caught, left) = (0.0, budget);
        foreach (var (members, _, _) in clusters.OrderByDescending(static c => c.Score))
        {
            if (left <= 0) break;
            var part = Math.Min(1, left / members.Length);
            caught += part * members.Count(row => truth.Missed[row]);
            left -= part * members.Length;
        }

        var missed = (double)truth.Missed.Count(static m => m);
        int[] risky = [.. clusters.Where(static c => c.Risky).SelectMany(static c => c.Members)];
        var known = risky.Where(row => truth.Fraud[row] is not null).ToList();
        return new ReviewScore(
            caught / missed,
            Math.Min(1, budget / missed),
            risky.Count(row => truth.Missed[row]) / missed,
            known.Count(row => truth.Fraud[row] == true) / (double)known.Count);
    }
}
