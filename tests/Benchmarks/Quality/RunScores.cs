using Investigator.Engine.Runs;
using Investigator.TestKit;

namespace Investigator.Benchmarks.Quality;

/// <summary>What a run says, in the one form that all measures read.</summary>
/// <param name="Payments"><c>[n]</c> probability of fraud of each payment.</param>
/// <param name="Findings">What it found.</param>
internal sealed record RunScores(double[] Payments, IReadOnlyList<FoundGroup> Findings)
{
    public static RunScores Of(RunResult result) => new(
        Array.ConvertAll(result.FraudProbabilities, static p => (double)p),
        [.. result.Findings.Members().Zip(result.Risks, static (rows, risk) => new FoundGroup(rows, risk.Probability, risk.Risky))]);
}
