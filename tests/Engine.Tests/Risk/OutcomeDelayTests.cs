using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Risk;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Risk;

public class OutcomeDelayTests
{
    [Fact]
    public void BaseShare_WithoutDelays_IsTheShareAmongKnownOutcomesAndTwentyOfOneInAHundred()
    {
        // 200 known at once, 30 of them fraud; 100 never known.
        var delay = Estimate(new Shop().AddLoose(-1, 300, i => $"a{i}", i => i >= 200 ? null : i < 30 ? "fraud" : "legitimate")
            .With(p => p.Outcome is not null, p => p with { KnownAtHours = p.Hours }), out var facts);
        Assert.Equal((30 + 0.2) / (200 + 20), delay.BaseShare, 12);
        // Silence is as likely of either kind, whatever the age.
        var silent = Enumerable.Range(0, facts.Count).First(row => facts.Outcomes[row] == Outcome.Unknown);
        Assert.Equal(delay.Reach(silent).Fraud, delay.Reach(silent).Legitimate);
        Assert.Equal(200.0 / 300, delay.Reach(silent).Fraud, 12);
    }

    [Fact]
    public void BaseShare_WhereFraudIsKnownSooner_IsThatOfAllPayments()
    {
        // One in ten is fraud, known after 2 days; the rest is known after 15 of the 30 days, so that a fifth of what is known is fraud by then.
        var shop = new Shop();
        shop.Add(Enumerable.Range(0, 2000).Select(i =>
        {
            var (fraud, hours) = (i % 10 == 0, i * 0.36);
            return new Payment(hours, $"a{i}", 10, Outcome: fraud ? "fraud" : "legitimate", KnownAtHours: hours + (fraud ? 48 : 360));
        }));
        var delay = Estimate(shop, out var facts);
        Assert.True((double)delay.KnownFraud / delay.Known > 0.16);
        Assert.Equal(0.1, delay.BaseShare, 0.005);
        // A payment of three days would be known by now if it were fraud, and not if it were legitimate.
        Assert.Equal((1, 0), delay.Reach(facts.Count - 200));
    }

    [Fact]
    public void Reach_WhereOnlyFraudIsEverReported_TakesSilenceForLegitimate()
    {
        var delay = Estimate(new Shop().AddLoose(-1, 400, i => $"a{i}", i => i % 40 == 0 ? "fraud" : null)
            .With(p => p.Outcome is not null, p => p with { KnownAtHours = p.Hours }), out _);
        Assert.Equal((1, 0), delay.Reach(0));
        Assert.Equal(0.025, delay.BaseShare, 0.001);
    }

    [Fact]
    public void Reach_WhereNoFraudIsKnown_TakesSilenceForNothing()
    {
        var delay = Estimate(new Shop().AddLoose(-1, 400, i => $"a{i}", i => i % 2 == 0 ? "legitimate" : null), out _);
        Assert.Equal(delay.Reach(0).Fraud, delay.Reach(0).Legitimate);
        Assert.InRange(delay.BaseShare, 0, 0.002);
    }

    private static OutcomeDelay Estimate(Shop shop, out TransactionFacts facts)
    {
        using var folder = new TempFolder();
        facts = shop.Facts(shop.Write(folder.Path));
        return OutcomeDelay.Estimate(facts, facts.Outcomes);
    }
}
