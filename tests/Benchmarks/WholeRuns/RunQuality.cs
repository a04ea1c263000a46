using Investigator.Benchmarks.Quality;
using Investigator.Engine.Facts;
using Investigator.Engine.Ingest;
using Investigator.Engine.Runs;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Benchmarks.WholeRuns;

/// <summary>How a run of the simulated shop did against the truth, which it did not see.</summary>
/// <param name="Auc">Of the payments' probabilities of fraud, over those whose outcome the run did not know.</param>
/// <param name="Rings">What became of the planted rings.</param>
internal sealed record RunQuality(double Auc, RingShares Rings)
{
    /// <param name="truth"><c>truth.parquet</c> of the shop.</param>
    /// <param name="dataset">The shop as loaded.</param>
    /// <param name="result">Of the run.</param>
    /// <param name="run">Its folder.</param>
    public static RunQuality Of(string truth, Dataset dataset, RunResult result, RunFolder run)
    {
        var scores = RunScores.Of(result);
        using var db = TableConnection.Open();
        var rows = db.Query(
            $"""
            SELECT d.outcome IS NULL, t.fraud
            FROM {KnownOutcome.Transactions(dataset, result.Record.AsOf, OutcomeLedger.In(run.Path))} d JOIN {Sql.Parquet(truth)} t USING (id) ORDER BY d.row
            """,
            static r => (IsHidden: r.GetBoolean(0), IsFraud: r.GetBoolean(1)));
        int[] hidden = [.. rows.Index().Where(static r => r.Item.IsHidden).Select(static r => r.Index)];
        return new RunQuality(
            Ranking.Auc([.. hidden.Select(row => scores.Payments[row])], [.. hidden.Select(row => rows[row].IsFraud)]),
            RingShares.Of(truth, dataset, scores.Findings));
    }
}
