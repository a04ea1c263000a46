using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Ingest;

namespace Investigator.Engine.Risk;

/// <summary>Says of each finding how likely its payments are fraud, whether it is risky, and on what evidence.</summary>
/// <remarks>
/// Signs of coordination give the probability that a finding is a ring before its outcomes are looked at (<see cref="CoordinationModel"/>); the outcomes
/// known of it then speak (<see cref="FraudPosterior"/>). It is risky where the lower bound of its fraud share, or the probability of a ring, passes its bar
/// (<see cref="RiskOptions"/>).
/// </remarks>
public static class RiskAssessment
{
    private const string Stage = StageNames.Risk;

    /// <param name="dataset">Loaded data.</param>
    /// <param name="members">Rows of each finding, ascending.</param>
    /// <param name="facts">What is known of the transactions.</param>
    /// <param name="scripts">Which were led to by the same pages.</param>
    /// <param name="options">Bars and priors.</param>
    /// <param name="context">Threads, progress, cancel.</param>
    /// <param name="own">
    /// <c>[n]</c> each payment's own probability of fraud, learned without that payment's account; NaN where it has none. Their mean takes the base share's
    /// place in the probability of a finding that is no ring, never in what makes it one or risky. Null where none was learned.
    /// </param>
    /// <returns>One entry per finding, in the order of their numbers.</returns>
    /// <exception cref="InputException">An option is out of range, or the transactions' file does not hold what the dataset says.</exception>
    public static IReadOnlyList<FindingRisk> Assess(Dataset dataset, IReadOnlyList<int[]> members, TransactionFacts facts, PageScripts scripts,
        RiskOptions options, StageContext context, float[]? own = null)
    {
        RequireInputs(dataset, members, facts, scripts, options);
        var meter = context.Start(Stage, members.Count, "weighing evidence");
        meter.Add(0);
        var signs = CoordinationFindings.Measure(members, new Coordination(facts, scripts, dataset.HasDecisions, options.AccountCorrelation),
            options.FalseDiscoveryRate, context, meter);
        var judgement = FindingJudgement.Of(members, facts, facts.Outcomes, signs, options, own, context);
        var risks = new FindingRisk[members.Count];
        Parallel.For(0, members.Count, context.Parallel, f => risks[f] = Risk(f, members[f], dataset, facts, judgement, signs));
        meter.Finish();
        return risks;
    }

    /// <exception cref="InputException">An option is out of range, or something belongs to another dataset.</exception>
    internal static void RequireInputs(Dataset dataset, IReadOnlyList<int[]> members, TransactionFacts facts, PageScripts scripts, RiskOptions options)
    {
        options.Validate();
        TransactionFacts.RequireRows(dataset, facts.Count, "transactions' facts");
        TransactionFacts.RequireRows(dataset, scripts.Count, "page scripts");
        if (members.FirstOrDefault(rows => rows[^1] >= facts.Count) is { } strange)
        {
            throw new InputException("the findings belong to another dataset", dataset.Folder, row: strange[^1], expected: $"a row below {facts.Count}");
        }
    }

    private static FindingRisk Risk(
        int finding, int[] members, Dataset dataset, TransactionFacts facts, FindingJudgement judgement, CoordinationFindings signs)
    {
        var (tally, posterior) = (judgement.Tallies[finding], judgement.Posteriors[finding]);
        int[] atRisk = [.. members.Where(r => facts.Decisions[r] != Decision.Declined)];
        var money = facts.Money(atRisk);
        var risky = judgement.Risky(finding);
        return new FindingRisk
        {
            Finding = finding,
            Size = members.Length,
            Risky = risky,
            Basis = judgement.Basis(finding),
            Probability = posterior.Mean,
            Low = posterior.Low,
            High = posterior.High,
            Ring = posterior.Ring,
            MoneyAtRisk = money,
            ExpectedLoss = posterior.Mean * (dataset.Mapping.Transactions.Amount is null ? atRisk.Length : money),
            Outcomes = tally.Evidence,
            Coordination = signs.Evidence(finding, judgement.Model),
            Bars = judgement.Bars(finding),
            Missing = risky ? null : judgement.Missing(finding),
            Money = facts.Money(members),
            Accounts = members.Select(r => facts.Accounts[r]).Distinct().Count(),
            From = TransactionFacts.ToTime(facts.Times[members[0]]),
            To = TransactionFacts.ToTime(facts.Times[members[^1]]),
            AsOf = facts.AsOf,
        };
    }
}
