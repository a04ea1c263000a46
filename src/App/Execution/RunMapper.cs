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
    public static FindingEntity Finding(int run, FindingRisk risk, Finding finding, FindingNarrative narrative) => new()
    {
        RunId = run,
        Number = risk.Finding,
        Size = risk.Size,
        Risky = risk.Risky,
        Basis = risk.Basis,
        Probability = risk.Probability,
        Low = risk.Low,
        High = risk.High,
        MoneyAtRisk = risk.MoneyAtRisk,
        ExpectedLoss = FindingOrder.TwoDigits(risk.ExpectedLoss),
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
