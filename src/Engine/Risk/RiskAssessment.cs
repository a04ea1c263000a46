using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Ingest;

namespace Investigator.Engine.Risk;

/// <summary>Says of each cluster whether it is risky, and on what evidence.</summary>
/// <remarks>
/// Outcomes decide where enough are known. Where too few are, or where they lean to fraud without standing out from what is known elsewhere, coordination
/// decides: it takes two kinds of
/// strong signal or more, one of them a tie that a crowd of strangers does not have (shared entities, one account with many, or the same pages at the same
/// pace). Known outcomes that are mostly legitimate veto it.
/// </remarks>
public static class RiskAssessment
{
    private const string Stage = StageNames.Risk;

    /// <summary>What each family of signals can add to the score.</summary>
    private static readonly IReadOnlyDictionary<SignalFamily, double> MostOf = new Dictionary<SignalFamily, double>
    {
        [SignalFamily.Sharing] = 0.35,
        [SignalFamily.Script] = 0.35,
        [SignalFamily.Burst] = 0.15,
        [SignalFamily.Novelty] = 0.15,
        [SignalFamily.Declines] = 0.15,
        [SignalFamily.Spread] = 0.15,
        [SignalFamily.Amount] = 0.1,
    };

    /// <param name="members">Rows of each finding, ascending.</param>
    /// <returns>One entry per finding, in the order of their numbers.</returns>
    /// <exception cref="InputException">An option is out of range, or the transactions' file does not hold what the dataset says.</exception>
    public static IReadOnlyList<FindingRisk> Assess(
        Dataset dataset, IReadOnlyList<int[]> members, TransactionFacts facts, PageScripts scripts, RiskOptions options, StageContext context)
    {
        options.Validate();
        TransactionFacts.RequireRows(dataset, facts.Count, "transactions' facts");
        TransactionFacts.RequireRows(dataset, scripts.Count, "page scripts");
        if (members.FirstOrDefault(rows => rows[^1] >= facts.Count) is { } strange)
        {
            throw new InputException("the findings belong to another dataset", dataset.Folder, row: strange[^1], expected: $"a row below {facts.Count}");
        }
        var meter = context.Start(Stage, members.Count, "weighing evidence");
        var outcomes = new OutcomeTally(facts, options);
        meter.Add(0);
        var coordination = new Coordination(facts, scripts, dataset.HasDecisions);
        var risks = new FindingRisk[members.Count];
        Parallel.For(0, members.Count, context.Parallel, c =>
        {
            risks[c] = WithProbability(
                Judge(c, members[c], facts, outcomes.Of(members[c]), coordination.Of(members[c]), options), members[c], facts, dataset, options);
            meter.Add(1);
        });
        meter.Finish();
        return risks;
    }

    private static FindingRisk Judge(
        int cluster, int[] members, TransactionFacts facts, OutcomeEvidence outcomes, IReadOnlyList<Signal> signals, RiskOptions options)
    {
        var evidence = Score(signals);
        var (basis, risky) = Decide(members.Length, outcomes, evidence, signals, options);
        var part = basis == RiskBasis.Outcomes ? outcomes.LowerBound : evidence.Score;
        return new FindingRisk
        {
            Finding = cluster,
            Size = members.Length,
            Risky = risky,
            Basis = basis,
            Score = risky ? 50 + (50 * part) : Math.Min(49.9, 50 * part),
            Outcomes = outcomes,
            Coordination = evidence,
            Money = facts.Money(members),
            Accounts = members.Select(r => facts.Accounts[r]).Distinct().Count(),
            From = TransactionFacts.ToTime(facts.Times[members[0]]),
            To = TransactionFacts.ToTime(facts.Times[members[^1]]),
            AsOf = facts.AsOf,
        };
    }

    private static FindingRisk WithProbability(FindingRisk risk, int[] members, TransactionFacts facts, Dataset dataset, RiskOptions options)
    {
        var (known, fraud) = (risk.Outcomes.Known + risk.Outcomes.RestKnown, risk.Outcomes.Fraud + risk.Outcomes.RestFraud);
        var mean = risk is { Risky: true, Basis: RiskBasis.Coordination } ? 0.9 : (fraud + 0.5) / (known + 50);
        var a = risk.Outcomes.Fraud + (options.PriorWeight * mean);
        var b = risk.Outcomes.Known - risk.Outcomes.Fraud + (options.PriorWeight * (1 - mean));
        int[] atRisk = [.. members.Where(r => facts.Decisions[r] != Decision.Declined)];
        var money = facts.Money(atRisk);
        return risk with
        {
            Probability = a / (a + b),
            Low = BetaDistribution.Quantile(0.05, a, b),
            High = BetaDistribution.Quantile(0.95, a, b),
            MoneyAtRisk = money,
            ExpectedLoss = a / (a + b) * (dataset.Mapping.Transactions.Amount is null ? atRisk.Length : money),
        };
    }

    private static (RiskBasis Basis, bool Risky) Decide(
        int size, OutcomeEvidence outcomes, CoordinationEvidence coordination, IReadOnlyList<Signal> signals, RiskOptions options)
    {
        var many = outcomes.Known >= options.MinKnownOutcomes && outcomes.Known * 20 >= size;
        var enough = many || (outcomes.Known * 2 >= options.MinKnownOutcomes && outcomes.Known >= options.MinKnownShare * size && outcomes.Known > 0);
        var likely = outcomes.LowerBound >= options.RiskyLowerBound;
        if (enough && likely && outcomes.Lift >= options.RiskyLowerBoundLift) return (RiskBasis.Outcomes, true);
        if (enough && !likely) return (RiskBasis.Outcomes, false);

        var mostlyLegitimate = outcomes.Known >= 3 && outcomes.UpperBound < options.RiskyLowerBound;
        var strong = signals.Where(s => s.Strength >= 0.5).Select(s => s.Family).Distinct().Count();
        var tied = signals.Any(s => s.Strength >= 0.5 && s.Kind is SignalKind.EntitySharing or SignalKind.EntitySpread or SignalKind.SamePace);
        return (RiskBasis.Coordination, !mostlyLegitimate && tied && strong >= options.MinStrongSignals && coordination.Score >= options.RiskyCoordination);
    }

    /// <summary>The strongest signal of each family counts, once; more than 1 in all is scaled back to 1.</summary>
    private static CoordinationEvidence Score(IReadOnlyList<Signal> signals)
    {
        var counted = signals.GroupBy(s => s.Family).Select(g => g.MaxBy(s => s.Strength)!).ToDictionary(s => s, s => MostOf[s.Family] * s.Strength);
        var total = counted.Values.Sum();
        var scale = total > 1 ? 1 / total : 1;
        return new CoordinationEvidence(Math.Min(1, total), [.. signals
            .Select(s => new CoordinationSignal(s.Kind, s.Entity, s.Phrase, s.Value, s.Rest, counted.GetValueOrDefault(s) * scale))
            .OrderByDescending(s => s.Weight)]);
    }
}
