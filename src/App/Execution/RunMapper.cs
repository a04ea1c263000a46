using System.Text.Json;
using Investigator.Clusters;
using Investigator.Engine.Clusters;
using Investigator.Engine.Narratives;
using Investigator.Engine.Risk;
using Investigator.Engine.Rules;
using Investigator.Engine.Tables;
using Investigator.Rules;

namespace Investigator.Execution;

/// <summary>The engine's records as rows of the store.</summary>
internal static class RunMapper
{
    public static ClusterEntity Cluster(int run, FindingRisk risk, ClusterStability stability, FindingNarrative narrative) => new()
    {
        RunId = run,
        Label = risk.Finding,
        Size = risk.Size,
        Stability = stability.Stability,
        Persistence = stability.Persistence,
        Risky = risk.Risky,
        Basis = risk.Basis,
        Score = risk.Score,
        Known = risk.Outcomes.Known,
        Fraud = risk.Outcomes.Fraud,
        FraudShare = risk.Outcomes.Share,
        LowerBound = risk.Outcomes.LowerBound,
        UpperBound = risk.Outcomes.UpperBound,
        Lift = risk.Outcomes.Lift,
        Money = risk.Money,
        FraudMoney = risk.Outcomes.FraudMoney,
        MissedFraud = risk.Outcomes.MissedFraud,
        MissedFraudMoney = risk.Outcomes.MissedFraudMoney,
        Approved = risk.Outcomes.Approved,
        Declined = risk.Outcomes.Declined,
        Coordination = risk.Coordination.Score,
        Signals = JsonSerializer.Serialize(risk.Coordination.Signals, JsonFile.Options),
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
        Label = rule.Finding,
        Text = rule.Text,
        Sql = rule.Sql,
        Body = JsonSerializer.Serialize(rule, JsonFile.Options),
        LaterPrecision = rule.Later.Precision,
        LaterRecall = rule.Later.Recall,
        LaterMatched = rule.Later.Matched,
        LaterKnownFraud = rule.Later.KnownFraud,
    };
}
