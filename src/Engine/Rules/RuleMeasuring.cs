using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;

namespace Investigator.Engine.Rules;

/// <summary>Counts what a rule matches in a part of the window.</summary>
internal sealed class RuleMeasuring(TransactionFacts facts, int[] labels, FeatureMatrix features)
{
    /// <param name="conditions">The rule.</param>
    /// <param name="cluster">The cluster that it is to pick out.</param>
    /// <param name="from">First row.</param>
    /// <param name="to">Row after the last.</param>
    public RuleMeasures Measure(IReadOnlyList<RuleCondition> conditions, int cluster, int from, int to)
    {
        var test = RowTest.Of(features, new AllOf(conditions));
        int matched = 0, inCluster = 0, members = 0, fraud = 0, legitimate = 0;
        double money = 0;
        for (var row = from; row < to; row++)
        {
            if (labels[row] == cluster) members++;
            if (!test.Holds(row)) continue;
            matched++;
            if (labels[row] == cluster) inCluster++;
            if (facts.Outcomes[row] == Outcome.Fraud) fraud++;
            if (facts.Outcomes[row] == Outcome.Legitimate) legitimate++;
            if (!double.IsNaN(facts.Amounts[row])) money += facts.Amounts[row];
        }
        return new RuleMeasures(to - from, matched, inCluster, members, fraud, legitimate, money);
    }
}
