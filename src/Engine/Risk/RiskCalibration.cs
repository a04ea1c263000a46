using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Ingest;
using Investigator.Engine.Integrity;
using Investigator.Engine.Risk.Payments;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Risk;

/// <summary>
/// How far the probabilities of a run's findings can be taken at their word: what was said of payments whose outcomes were hidden, and what they were.
/// </summary>
/// <remarks>
/// The outcomes of one part of the accounts after another are hidden, every finding is judged by the rest, and the hidden outcomes are counted in the band of
/// what was said of their finding. Signs of coordination stay as they are (they use no outcome); a payment's own probability is taken only where it was learned
/// without the hidden part. Of young payments mainly the frauds are known yet, so beside what was said stands what is to be expected of outcomes known by now.
/// </remarks>
/// <param name="Parts">Parts of the accounts.</param>
/// <param name="Bands">From 0 to 1, those without payments too.</param>
public sealed record RiskCalibration(int Parts, IReadOnlyList<RiskBand> Bands)
{
    private static readonly double[] Edges = [0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

    /// <param name="dataset">Loaded data.</param>
    /// <param name="members">Rows of each finding, ascending.</param>
    /// <param name="facts">What is known of the transactions.</param>
    /// <param name="scripts">Which were led to by the same pages.</param>
    /// <param name="options">Bars and priors.</param>
    /// <param name="parts">Parts of the accounts, as the payments' own probabilities were learned in.</param>
    /// <param name="own"><c>[n]</c> each payment's own probability; null where none was learned.</param>
    /// <param name="context">Threads, seed, progress, cancel.</param>
    /// <exception cref="InputException">An option is out of range, or something belongs to another dataset.</exception>
    public static RiskCalibration Measure(Dataset dataset, IReadOnlyList<int[]> members, TransactionFacts facts, PageScripts scripts, RiskOptions options,
        int parts, float[]? own, StageContext context)
    {
        RiskAssessment.RequireInputs(dataset, members, facts, scripts, options);
        var counts = new RiskBand[Edges.Length - 1];
        for (var band = 0; band < counts.Length; band++) counts[band] = new RiskBand(Edges[band], Edges[band + 1], 0, 0, 0, 0, 0);
        if (facts.Outcomes.All(static o => o == Outcome.Unknown)) return new RiskCalibration(parts, counts);

        var meter = context.Start(StageNames.Risk, parts, "holding probabilities against hidden outcomes");
        var signs = CoordinationFindings.Measure(members, new Coordination(facts, scripts, dataset.HasDecisions, options.AccountCorrelation),
            options.FalseDiscoveryRate, context);
        var folds = new AccountFolds(facts, parts, context.Seed);
        for (var part = 0; part < parts; part++)
        {
            context.Cancel.ThrowIfCancellationRequested();
            bool IsHidden(int row) => facts.Outcomes[row] != Outcome.Unknown && folds.Of(row) == part;
            Outcome[] shown = [.. facts.Outcomes.Select((o, row) => IsHidden(row) ? Outcome.Unknown : o)];
            float[]? unseen = own is null ? null : [.. own.Select((p, row) => IsHidden(row) ? p : float.NaN)];
            var judgement = FindingJudgement.Of(members, facts, shown, signs, options, unseen, context);
            for (var finding = 0; finding < members.Count; finding++)
            {
                int[] hidden = [.. members[finding].Where(IsHidden)];
                if (hidden.Length == 0) continue;
                var said = judgement.Posteriors[finding].Mean;
                var band = BandOf(said);
                counts[band] = counts[band].With(said, hidden, facts, judgement.Delay);
            }
            meter.Add(1);
        }
        meter.Finish();
        return new RiskCalibration(parts, counts);
    }

    public void Save(string folder) => JsonFile.Write(KnownFiles.Calibration.In(folder), this);

    /// <summary>Null in a run's folder from before it was measured.</summary>
    public static RiskCalibration? Find(string folder) =>
        KnownFiles.Calibration.FindKept(folder) is { } file ? StoredJson.Read<RiskCalibration>(file) : null;

    private static int BandOf(double said)
    {
        var band = Edges.Length - 2;
        while (band > 0 && said < Edges[band]) band--;
        return band;
    }
}

/// <summary>Findings of which nearly the same was said.</summary>
/// <param name="Low">Least probability, included.</param>
/// <param name="High">Greatest, excluded but for 1.</param>
/// <param name="Findings">Findings with hidden outcomes; one counts once for each part of the accounts that had some.</param>
/// <param name="Payments">Their payments whose known outcome was hidden.</param>
/// <param name="Fraud">Frauds among these.</param>
/// <param name="Said">Mean over the payments of what was said, 0..1; 0 without payments.</param>
/// <param name="Expected">Share of fraud that this lets expect among outcomes known by now.</param>
public sealed record RiskBand(double Low, double High, int Findings, int Payments, int Fraud, double Said, double Expected)
{
    internal RiskBand With(double said, int[] hidden, TransactionFacts facts, OutcomeDelay delay)
    {
        var expected = hidden.Sum(row =>
        {
            var (ifFraud, ifLegitimate) = delay.Reach(row);
            var known = (said * ifFraud) + ((1 - said) * ifLegitimate);
            return known > 0 ? said * ifFraud / known : said;
        });
        var payments = Payments + hidden.Length;
        return this with
        {
            Findings = Findings + 1,
            Payments = payments,
            Fraud = Fraud + hidden.Count(row => facts.Outcomes[row] == Outcome.Fraud),
            Said = ((Said * Payments) + (said * hidden.Length)) / payments,
            Expected = ((Expected * Payments) + expected) / payments,
        };
    }
}
