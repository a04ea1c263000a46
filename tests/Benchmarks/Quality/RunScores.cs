using Investigator.Engine.Runs;
using Investigator.TestKit;

namespace Investigator.Benchmarks.Quality;

/// <summary>What a run says, in the one form that all measures read.</summary>
/// <param name="Payments"><c>[n]</c> probability of fraud of each payment.</param>
/// <param name="Findings">What it found.</param>
internal sealed record RunScores(double[] Payments, IReadOnlyList<FoundGroup> Findings)
{
    public static RunScores Of(RunResult result)
    {
        var payments = new double[result.Clustering.Labels.Length];
        FoundGroup[] findings = [.. result.Clustering.Members().Zip(result.Risks, static (rows, risk) => new FoundGroup(rows, risk.Score / 100, risk.Risky))];
        foreach (var finding in findings)
        {
            foreach (var row in finding.Rows) payments[row] = finding.Probability;
        }

        return new RunScores(payments, findings);
    }
}
