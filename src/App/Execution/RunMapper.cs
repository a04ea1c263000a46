using System.Text.Json;
using Investigator.Engine.Findings;
using Investigator.Engine.Narratives;
using Investigator.Engine.Risk;
using Investigator.Engine.Rules;
using Investigator.Engine.Tables;
using Investigator.Findings;
using Investigator.Rules;

namespace Investigator.Execution;

/// <summary>The engine's records as rows of the store.</summary>
internal static class RunMapper
{
    public static FindingEntity Finding(int run, FindingRisk risk, Finding finding, FindingNarrative narrative) =>
        Finding(run, risk, finding, narrative, Estimate(risk), AtRisk(risk));

    private static FindingEntity Finding(
        int run, FindingRisk risk, Finding finding, FindingNarrative narrative, (double Probability, double Low, double High)? estimate, double atRisk) => new()
        {
            RunId = run,
            Number = risk.Finding,
            Size = risk.Size,
            Risky = risk.Risky,
            Basis = risk.Basis,
            Probability = estimate?.Probability,
            Low = estimate?.Low,
            High = estimate?.High,
            MoneyAtRisk = atRisk,
            ExpectedLoss = FindingOrder.TwoDigits(IsEstimated(risk) ? risk.ExpectedLoss : (estimate?.Probability ?? 0) * atRisk),
            Known = risk.Outcomes.Known,
            Fraud = risk.Outcomes.Fraud,
            FraudShare = risk.Outcomes.Share,
            Money = risk.Money,
            FraudMoney = risk.Outcomes.FraudMoney,
            MissedFraud = risk.Outcomes.MissedFraud,
            MissedFraudMoney = risk.Outcomes.MissedFraudMoney,
            Approved = risk.Outcomes.Approved,
            Declined = risk.Outcomes.Declined,
            Coordination = risk.Coordination.Score,
            Signals = JsonSerializer.Serialize(risk.Coordination.Signals, JsonFile.Options),
            Parts = JsonSerializer.Serialize(new FindingParts(finding.Clusters, finding.IsPart, finding.Reasons), JsonFile.Options),
            Accounts = risk.Accounts,
            From = risk.From,
            To = risk.To,
            Headline = narrative.Headline,
            Narrative = JsonSerializer.Serialize(narrative, JsonFile.Options),
        };

    /// <summary>False in runs of before P(fraud) was estimated: no estimate has an upper end of 0.</summary>
    private static bool IsEstimated(FindingRisk risk) => risk.High > 0;

    /// <summary>Of a run of before there were estimates as when its rows were moved: what its known outcomes say; null where none is known.</summary>
    private static (double Probability, double Low, double High)? Estimate(FindingRisk risk) =>
        IsEstimated(risk) ? (risk.Probability, risk.Low, risk.High)
        : risk.Outcomes is { Known: > 0, Share: var share, LowerBound: var low, UpperBound: var high } ? (Math.Max(low, Math.Min(high, share)), low, high)
        : null;

    private static double AtRisk(FindingRisk risk) =>
        IsEstimated(risk) ? risk.MoneyAtRisk : risk.Money * (risk.Size - risk.Outcomes.Declined) / Math.Max(risk.Size, 1);

    public static RuleEntity Rule(int run, FindingRule rule) => new()
    {
        RunId = run,
        Code = rule.Id,
        Finding = rule.Finding,
        Text = rule.Text,
        Sql = rule.Sql,
        Body = JsonSerializer.Serialize(rule, JsonFile.Options),
        Exported = rule.IsExported,
        Rank = rule.Rank,
        FraudShareLow = rule.Measured?.FraudShareLow ?? 0,
        Matched = rule.Measured?.Matched ?? 0,
        KnownFraud = rule.Measured?.KnownFraud ?? 0,
        CaughtMoney = rule.Measured?.CaughtMoney ?? 0,
        OthersPerDay = rule.Measured?.OthersPerDay ?? 0,
    };
}
