using Investigator.Engine.Risk;

namespace Investigator.App.Tests;

/// <summary>What the other tests take for granted of the run that they get.</summary>
public sealed class PreparedRunTests
{
    [Fact]
    public async Task Run_OfTheTinyShop_HasClustersOfEveryKindRulesAndOutcomesInTimeAndLate()
    {
        var run = await PreparedRun.OfAsync(new());

        Assert.Contains(run.Findings, static c => c.Risky && c.Basis == RiskBasis.Outcomes);
        var blind = await PreparedRun.OfAsync(new() { Outcomes = false });
        Assert.Contains(blind.Findings, static c => c.Risky && c.Basis == RiskBasis.Coordination);
        Assert.Contains(run.Findings, static c => !c.Risky && c.Fraud == 0);
        Assert.Contains(run.Rows, static r => r.Cluster < 0);
        Assert.NotEmpty(run.Rules);
        Assert.Contains(run.Rows, run.IsKnownFraud);
        Assert.Contains(run.Rows, r => run.IsKnown(r) && r.Outcome == "legitimate");
        Assert.Contains(run.Rows, r => r.Outcome is not null && !run.IsKnown(r));
    }
}
