using Investigator.Engine.Core;
using Investigator.Engine.Facts;

namespace Investigator.Engine.Risk.Payments;

/// <summary>The payments with a known outcome that are learned from: all of them, or a sample where they are many.</summary>
/// <param name="Rows"><c>[m]</c> ascending.</param>
/// <param name="IsFraud"><c>[m]</c>.</param>
/// <param name="Weights"><c>[m]</c> how many payments each stands for.</param>
/// <param name="Folds"><c>[m]</c> the part of its account.</param>
internal sealed record LearningSample(int[] Rows, bool[] IsFraud, double[] Weights, int[] Folds)
{
    private const int Stream = 0x53616D70;

    public int Count => Rows.Length;

    /// <param name="facts">Outcomes.</param>
    /// <param name="weights">Which rows, and how much each counts for its age.</param>
    /// <param name="folds">Parts of the accounts.</param>
    /// <param name="most">Most rows; frauds may be half of them.</param>
    /// <param name="seed">Chooses where there are more.</param>
    public static LearningSample Of(TransactionFacts facts, OutcomeWeights weights, AccountFolds folds, int most, int seed)
    {
        int[] known = [.. Enumerable.Range(0, facts.Count).Where(weights.IsLearnedFrom)];
        var frauds = known.Count(row => facts.Outcomes[row] == Outcome.Fraud);
        var others = known.Length - frauds;
        var fraudShare = Math.Min(1, Math.Max(most / 2, most - others) / (double)Math.Max(1, frauds));
        var otherShare = Math.Min(1, (most - (fraudShare * frauds)) / Math.Max(1, others));
        int[] rows = [.. known.Where(IsTaken)];
        return new LearningSample(
            rows,
            Array.ConvertAll(rows, row => facts.Outcomes[row] == Outcome.Fraud),
            Array.ConvertAll(rows, row => weights.Of(row) / Share(row)),
            Array.ConvertAll(rows, folds.Of));

        double Share(int row) => facts.Outcomes[row] == Outcome.Fraud ? fraudShare : otherShare;

        bool IsTaken(int row) => Share(row) >= 1 || CounterRandom.At(seed, Stream, row).Signed() < (2 * Share(row)) - 1;
    }
}
