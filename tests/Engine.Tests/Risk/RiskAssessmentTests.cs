using Investigator.Engine.Core;
using Investigator.Engine.Risk;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Risk;

public class RiskAssessmentTests
{
    private static readonly (string?, double?) Unknown = (null, null);

    private static IReadOnlyList<FindingRisk> Assess(Shop shop, RiskOptions? options = null)
    {
        using var folder = new TempFolder();
        var dataset = shop.Write(folder.Path);
        var facts = shop.Facts(dataset, options);
        return RiskAssessment.Assess(dataset, shop.Clustering().Members(), facts, shop.Scripts(dataset), options ?? new RiskOptions(), Shop.Context);
    }

    [Fact]
    public void Assess_RingWithKnownFraud_IsRiskyByOutcomes()
    {
        var risk = Assess(new Shop().AddCrowd(600).AddRing(0, i => i < 18 ? ("fraud", 500) : i < 20 ? ("legitimate", 600) : Unknown))[0];
        Assert.Equal((true, RiskBasis.Outcomes, 30, 24), (risk.Risky, risk.Basis, risk.Size, risk.Accounts));
        Assert.Equal((20, 18, 0.9), (risk.Outcomes.Known, risk.Outcomes.Fraud, risk.Outcomes.Share));
        // Of the frauds 0..17 every third was declined.
        Assert.Equal((12, 20, 10), (risk.Outcomes.MissedFraud, risk.Outcomes.Approved, risk.Outcomes.Declined));
        Assert.Equal(Enumerable.Range(0, 30).Sum(i => 49.5 + (i % 5)), risk.Money, 9);
        Assert.Equal(Enumerable.Range(0, 18).Where(i => i % 3 != 0).Sum(i => 49.5 + (i % 5)), risk.Outcomes.MissedFraudMoney, 9);
        // 12 of the crowd's 600 and 18 here, of 630.
        Assert.Equal(18.0 / 30 / (30.0 / 630), risk.Outcomes.Lift, 9);
        // Every known outcome is of an account of its own and old enough for silence to say nothing, so this is the plain Beta of 18 and 2 with the prior's 4.
        var prior = 4 * risk.Outcomes.BaseShare;
        Assert.Equal(BetaDistribution.Quantile(0.05, 18 + prior, 2 + 4 - prior), risk.Outcomes.LowerBound, 3);
        Assert.Equal(BetaDistribution.Quantile(0.95, 18 + prior, 2 + 4 - prior), risk.Outcomes.UpperBound, 3);
        Assert.Equal(12, risk.Outcomes.RestFraud);
        Assert.True(risk.Low < risk.Probability && risk.Probability < risk.High);
        Assert.InRange(risk.Probability, 0.85, 0.95);
        Assert.Null(risk.Missing);
    }

    /// <summary>What is kept of a finding says the same under other bars as judging it anew with them.</summary>
    [Theory]
    [InlineData(0.2, 5, 2.5, 0.8)]
    [InlineData(0.9, 5, 2.5, 0.99)]
    [InlineData(0.2, 500, 2.5, 0.9999999)]
    [InlineData(0.01, 0, 0, 0.5)]
    [InlineData(0.2, 5, 25, 0.8)]
    public void CallsRisky_EvidenceOfOtherBars_IsAsAssessedWithThem(double lowerBound, double odds, double known, double coordination)
    {
        Shop Findings() => new Shop().AddCrowd(600).AddRing(0, i => i < 18 ? ("fraud", 500) : i < 20 ? ("legitimate", 600) : Unknown)
            .AddLoose(1, 40, i => $"b{i}", i => i % 3 == 0 ? "fraud" : "legitimate").AddRing(2, _ => Unknown)
            .AddLoose(3, 40, i => $"c{i}", i => i % 20 == 0 ? "fraud" : null);
        var options = new RiskOptions { RiskyLowerBound = lowerBound, RiskyOdds = odds, MinKnownOutcomes = known, RiskyCoordination = coordination };

        var anew = Assess(Findings(), options);

        Assert.Equal(anew.Select(static r => r.Risky), Assess(Findings()).Select(r => options.CallsRisky(r.Bars!)));
    }

    [Fact]
    public void Assess_DeclinedMoney_IsNotAtRisk()
    {
        var risk = Assess(new Shop().AddCrowd(600).AddRing(0, i => i < 18 ? ("fraud", 500) : Unknown))[0];
        Assert.Equal(Enumerable.Range(0, 30).Where(i => i % 3 != 0).Sum(i => 49.5 + (i % 5)), risk.MoneyAtRisk, 9);
        Assert.Equal(risk.Probability * risk.MoneyAtRisk, risk.ExpectedLoss, 9);
    }

    [Fact]
    public void Assess_WithoutAmounts_ExpectsPayments()
    {
        var shop = new Shop { WithAmounts = false };
        shop.Add(new Shop().AddCrowd(600).AddRing(0, i => i < 18 ? ("fraud", 500) : Unknown).Payments.Select(p => p with { Amount = null }));
        var risk = Assess(shop)[0];
        Assert.Equal((0.0, risk.Probability * 20), (risk.MoneyAtRisk, risk.ExpectedLoss));
    }

    [Fact]
    public void Assess_PaymentsOfOneAccount_CountForTwoAtMost()
    {
        Shop WithFrauds(Func<int, string> account) => new Shop().AddCrowd(600)
            .AddLoose(0, 30, account, i => i < 20 ? "fraud" : null);
        var many = Assess(WithFrauds(i => $"own{i}"))[0];
        var one = Assess(WithFrauds(_ => "one"))[0];
        Assert.Equal((20, 20), (many.Outcomes.Fraud, one.Outcomes.Fraud));
        // Twenty payments at 1 / (1 + 19 x 0.5) each are 1.9 witnesses, fewer than the 2.5 that decide.
        Assert.Equal((true, false), (many.Risky, one.Risky));
        Assert.True(one.Low < many.Low - 0.3);
    }

    [Fact]
    public void Assess_WhereAFifthIsFraud_FindsWhatStandsOut()
    {
        // Fraud is a fifth of everything, nine in ten here, and a fifth there.
        var shop = new Shop().AddLoose(-1, 500, i => $"a{i}", i => i % 5 == 0 ? "fraud" : "legitimate", seed: 1)
            .AddLoose(0, 40, i => $"b{i}", i => i % 10 != 0 ? "fraud" : "legitimate", seed: 2)
            .AddLoose(1, 40, i => $"c{i}", i => i % 5 == 0 ? "fraud" : "legitimate", seed: 3);
        var risks = Assess(shop);
        Assert.Equal([true, false], risks.Select(r => r.Risky));
        Assert.Equal(MissingKind.Contradicted, risks[1].Missing!.Kind);
    }

    [Fact]
    public void Assess_YoungPaymentsOfWhichOnlyFraudIsKnownYet_AreWeighedByWhatIsStillToCome()
    {
        // Everywhere frauds become known after a day and legitimate payments after ten days; one payment in twenty is fraud. Of the last two days just the
        // frauds are known: three of three known outcomes are fraud, and that is no sign of anything.
        var shop = new Shop();
        shop.Add(Enumerable.Range(0, 1200).Select(i =>
        {
            var (fraud, hours) = (i % 20 == 0, i * 0.5);
            return new Payment(hours, $"a{i}", 10, $"d{i}", $"p{i}", "approved", fraud ? "fraud" : "legitimate", hours + (fraud ? 24 : 240),
                i >= 1080 && i < 1140 ? 0 : -1);
        }));
        var risk = Assess(shop)[0];
        Assert.Equal((3, 3, 60), (risk.Outcomes.Known, risk.Outcomes.Fraud, risk.Size));
        Assert.InRange(risk.Outcomes.BaseShare, 0.04, 0.06);
        Assert.False(risk.Risky);
        Assert.InRange(risk.Probability, 0.02, 0.15);
    }

    [Fact]
    public void Assess_WithPaymentsOwnProbabilities_ExpectsTheirMean()
    {
        using var folder = new TempFolder();
        var shop = new Shop().AddCrowd(600).AddLoose(0, 30, i => $"x{i}", _ => null);
        var dataset = shop.Write(folder.Path);
        float[] own = [.. shop.Payments.Select(p => p.Cluster == 0 ? 0.4f : 0.02f)];
        FindingRisk Of(float[]? probabilities) => RiskAssessment.Assess(
            dataset, shop.Clustering().Members(), shop.Facts(dataset), shop.Scripts(dataset), new RiskOptions(), Shop.Context, probabilities)[0];
        var (without, with) = (Of(null), Of(own));
        // A ring is nearly ruled out by its lack of signs, so what is left is the mean.
        Assert.InRange(with.Probability, 0.39, 0.42);
        // However sure the learned probabilities are, a finding of which nothing is known and that shows nothing is not risky by them.
        Assert.False(Of([.. own.Select(p => p > 0.1f ? 0.95f : p)]).Risky);
        Assert.True(without.Probability < 0.1);
        Assert.Equal(with.Coordination.Score, without.Coordination.Score);
    }

    [Fact]
    public void Assess_WithTwoKnownFraudsAndSigns_IsNoLessRiskyThePaymentsOwnProbabilitiesAreHigher()
    {
        using var folder = new TempFolder();
        // 40 accounts, two to a device, within a day: likelier a ring than not, but not enough by itself.
        var shop = new Shop().AddCrowd(600).AddLoose(0, 40, i => $"x{i}", i => i is 3 or 8 ? "fraud" : null, device: i => $"xd{i / 4}");
        var dataset = shop.Write(folder.Path);
        FindingRisk Of(float own) => RiskAssessment.Assess(dataset, shop.Clustering().Members(), shop.Facts(dataset), shop.Scripts(dataset), new RiskOptions(),
            Shop.Context, [.. shop.Payments.Select(p => p.Cluster == 0 ? own : 0.02f)])[0];
        FindingRisk[] risks = [Of(0.01f), Of(0.3f), Of(0.9f)];
        Assert.All(risks, r => Assert.Equal((risks[0].Ring, risks[0].Risky), (r.Ring, r.Risky)));
        Assert.Equal(risks.Select(r => r.Probability).Order(), risks.Select(r => r.Probability));
        Assert.True(risks[0].Probability < risks[2].Probability);
    }

    [Fact]
    public void Assess_FarmOfDevices_IsRiskyBySharingAlone()
    {
        // 48 accounts on 6 devices, a payment each, at any time in the month, clicking and paying as anybody does.
        var shop = new Shop().AddCrowd(600).AddLoose(0, 48, i => $"f{i}", _ => null, seed: 4, device: i => $"fd{i % 6}", ip: i => $"fi{i % 6}");
        var risk = Assess(shop)[0];
        Assert.Equal((true, RiskBasis.Coordination, 0), (risk.Risky, risk.Basis, risk.Outcomes.Known));
        var farm = risk.Coordination.Signals.First(s => s is { Kind: SignalKind.AccountFarm, Entity: "device" });
        Assert.Equal((1, 0), (farm.Value, farm.Rest));
        Assert.True(farm.Weight > 0.5 && farm.FalseDiscovery < 1e-6);
    }

    [Fact]
    public void Assess_AlmostRisky_SaysHowManyFraudsAreMissing()
    {
        var shop = new Shop().AddCrowd(600).AddLoose(0, 30, i => $"x{i}", i => i < 1 ? "fraud" : null);
        var missing = Assess(shop)[0].Missing!;
        Assert.Equal((MissingKind.Outcomes, 29), (missing.Kind, missing.Unknown));
        Shop More(int frauds) => new Shop().AddCrowd(600).AddLoose(0, 30, i => $"x{i}", i => i < 1 + frauds ? "fraud" : null);
        Assert.True(Assess(More(missing.MoreFrauds!.Value))[0].Risky);
        Assert.False(Assess(More(missing.MoreFrauds!.Value - 1))[0].Risky);
    }

    [Fact]
    public void Assess_RingWithoutOutcomes_IsRiskyByCoordination()
    {
        var risk = Assess(new Shop().AddCrowd(600).AddRing(0, _ => Unknown))[0];
        Assert.Equal((true, RiskBasis.Coordination, 0), (risk.Risky, risk.Basis, risk.Outcomes.Known));
        var device = Assert.Single(risk.Coordination.Signals, s => s is { Kind: SignalKind.EntitySharing, Entity: "device" });
        // i and i + 24 share account and device, so 24 accounts on 3 devices are 24 pairs.
        Assert.Equal((8, 1), (device.Value, device.Rest));
        Assert.Equal(1, risk.Coordination.Signals.Single(s => s.Kind == SignalKind.DayBurst).Value);
        Assert.Equal(1, risk.Coordination.Signals.Single(s => s.Kind == SignalKind.SamePace).Value);
        Assert.Equal(1, risk.Coordination.Signals.Sum(s => s.Weight), 9);
        Assert.InRange(risk.Coordination.Score, 0.9, 1);
    }

    [Fact]
    public void Assess_OutcomesKnownLater_ChangeNothing()
    {
        var options = new RiskOptions { AsOf = Shop.Start.AddHours(450) };
        var before = Assess(new Shop().AddCrowd(300).AddRing(0, i => i < 6 ? ("fraud", 440) : ("legitimate", 451)), options)[0];
        var after = Assess(new Shop().AddCrowd(300).AddRing(0, i => i < 6 ? ("fraud", 440) : ("fraud", 700)), options)[0];
        Assert.Equal(before with { Coordination = after.Coordination }, after);
        Assert.Equal(before.Coordination.Signals, after.Coordination.Signals);
        Assert.Equal((6, 6), (after.Outcomes.Known, after.Outcomes.Fraud));
    }

    [Fact]
    public void Assess_WithoutAsOf_UsesTheLastTransactionsTime()
    {
        var risk = Assess(new Shop().AddCrowd(300).AddRing(0, i => ("fraud", i == 0 ? 500 : 5000)))[0];
        Assert.Equal(1, risk.Outcomes.Known);
    }

    [Fact]
    public void Assess_KnownOutcomesMostlyLegitimate_VetoCoordination()
    {
        var risk = Assess(new Shop().AddCrowd(600).AddRing(0, i => i < 4 ? ("legitimate", 500) : Unknown))[0];
        Assert.Equal((false, RiskBasis.Outcomes), (risk.Risky, risk.Basis));
        Assert.InRange(risk.Coordination.Score, 0.9, 1);
        Assert.InRange(risk.Probability, 0, 0.3);
    }

    [Fact]
    public void Assess_RecentOrdinaryClusterWhoseOnlyKnownOutcomesAreFraud_IsNotRisky()
    {
        var shop = new Shop();
        var crowd = new Shop().AddCrowd(600).Payments.Select(
            (p, i) => p with { Cluster = i % 2 == 0 ? 0 : -1, Outcome = p.Outcome == "fraud" ? "fraud" : null });
        shop.Add(crowd);
        var risk = Assess(shop)[0];
        Assert.Equal(1, risk.Outcomes.Share);
        Assert.False(risk.Risky);
    }

    [Fact]
    public void Assess_Office_SharesAnAddressButIsNotRisky()
    {
        var shop = new Shop().AddCrowd(600);
        shop.Add(new Shop().AddCrowd(60, seed: 5).Payments.Select(
            p => p with { Account = "o" + p.Account, Device = "o" + p.Device, Ip = "office", Cluster = 0, Outcome = null }));
        var risk = Assess(shop)[0];
        Assert.Equal((false, RiskBasis.Coordination), (risk.Risky, risk.Basis));
        Assert.True(risk.Coordination.Signals.Single(s => s is { Kind: SignalKind.EntitySharing, Entity: "ip" }).Weight > 0.3);
    }

    [Theory]
    [InlineData(190, true)]
    [InlineData(220, false)]
    public void Assess_AccountsOnOneAddressWithinADay_AreNoRingWhereItIsAPublicPlace(int accounts, bool shares)
    {
        // Each on a device of their own, as the students of a campus are; with fewer accounts on the address it is a sign.
        var shop = new Shop().AddCrowd(600);
        shop.Add(new Shop().AddCrowd(accounts, seed: 5).Payments.Select((p, i) => p with
        {
            Hours = 300 + (i / 12.0),
            Account = $"o{i}",
            Device = $"od{i}",
            Ip = "campus",
            Cluster = 0,
            Outcome = null,
            KnownAtHours = null,
        }));
        var risk = Assess(shop)[0];
        Assert.Equal(shares, risk.Coordination.Signals.Single(s => s is { Kind: SignalKind.EntitySharing, Entity: "ip" }).Weight > 0);
        Assert.Equal(shares, risk.Risky);
        Assert.Equal(1, risk.Coordination.Signals.Single(s => s.Kind == SignalKind.DayBurst).Value);
    }

    [Fact]
    public void Assess_FlashSale_BurstsAtOnePriceButIsNotRisky()
    {
        var random = new Random(3);
        var shop = new Shop().AddCrowd(600);
        shop.Add(Enumerable.Range(0, 80).Select(i => new Payment(300 + (i / 40.0), $"f{i}", 19.99, $"fd{i}", $"fi{i}", "approved", null, null, 0)
        {
            Pages = ["home", "sale", "cart", "pay"],
            Dwell = [.. Enumerable.Range(0, 4).Select(_ => (float)Math.Exp(3 + Shop.Gauss(random)))],
        }));
        var risk = Assess(shop)[0];
        Assert.False(risk.Risky);
        Assert.Equal(1, risk.Coordination.Signals.Single(s => s.Kind == SignalKind.DayBurst).Value);
        Assert.Equal(0, risk.Coordination.Signals.Single(s => s.Kind == SignalKind.SamePace).Value);
    }

    [Fact]
    public void Assess_FamiliesOnOneDeviceEach_AreNotRisky()
    {
        var shop = new Shop().AddCrowd(600);
        shop.Add(new Shop().AddCrowd(120, seed: 9).Payments.Select(
            (p, i) => p with { Account = $"m{i % 60}", Device = $"md{i % 20}", Ip = $"mi{i % 20}", Cluster = 0, Outcome = null }));
        Assert.False(Assess(shop)[0].Risky);
    }

    [Fact]
    public void Assess_Travellers_WithNewAddressesAreNotRisky()
    {
        var shop = new Shop().AddCrowd(600);
        shop.Add(new Shop().AddCrowd(90, seed: 9).Payments.Select((p, i) => p with
        {
            Account = $"v{i % 10}",
            Device = $"vd{i % 10}",
            Ip = $"vi{i}",
            Cluster = 0,
            Outcome = null,
            Decision = i % 2 == 0 ? "challenged" : "approved"
        }));
        Assert.False(Assess(shop)[0].Risky);
    }

    [Fact]
    public void Assess_ScriptedRingThatSharesNothing_IsTiedByItsPace()
    {
        var shop = new Shop().AddCrowd(600);
        shop.Add(new Shop().AddRing(0, _ => Unknown).Payments.Select((p, i) => p with { Account = $"h{i}", Device = $"hd{i}", Ip = $"hi{i}" }));
        Assert.Equal((true, RiskBasis.Coordination), (Assess(shop)[0].Risky, Assess(shop)[0].Basis));
    }

    [Fact]
    public void Assess_ClicksAtMachineSpeedOnOnePage_AreASignThatTheRestDoesNotShow()
    {
        var shop = new Shop().AddCrowd(600);
        shop.Add(Enumerable.Range(0, 40).Select(i => new Payment(300 + i, $"f{i}", null, $"fd{i % 4}", $"fi{i}", "approved", null, null, 0)
        {
            Pages = ["click"],
            Dwell = [0.2f + (0.01f * i)],
        }));
        var signal = Assess(shop)[0].Coordination.Signals.Single(s => s.Kind == SignalKind.MachinePacing);
        Assert.Equal((1, 0), (signal.Value, signal.Rest));
        Assert.True(signal.Weight > 0);
    }

    [Theory]
    [InlineData(ClockStep.Minute)]
    [InlineData(null)]
    public void Assess_ClickLogOfPeopleOnly_HasNothingRisky(ClockStep? clock)
    {
        // A thousand users of popular pages. The clusters are as a clustering would make them: each all of one script and of like times, the quickest apart.
        var random = new Random(8);
        string[][] scripts = [["promo"], ["home"], ["home", "promo"], ["home", "search", "item"], ["home", "item", "cart", "pay"]];
        var shop = new Shop { WithOutcomes = false, WithDecisions = false };
        var clusters = new Dictionary<(int Script, bool Quick), int>();
        for (var i = 0; i < 3000; i++)
        {
            var script = random.Next(scripts.Length);
            var own = random.NextDouble() < 0.2 ? 0.1 : 4;
            float[] dwell = [.. scripts[script].Select(_ => (float)(own * Math.Exp(0.9 * Shop.Gauss(random))))];
            if (clock is not null) dwell = [.. dwell.Select(d => 60 * MathF.Floor(d / 60))];
            var user = random.Next(1000);
            var place = (script, Quick: dwell.Sum() <= dwell.Length);
            clusters.TryAdd(place, clusters.Count);
            shop.Add(new Payment(random.NextDouble() * 300, $"u{user}", null, $"d{user}", $"i{user / 2}", Cluster: random.Next(4) == 0 ? -1 : clusters[place])
            {
                Pages = scripts[script],
                Dwell = dwell,
            });
        }
        using var folder = new TempFolder();
        var dataset = shop.Write(folder.Path) with { TransactionClock = clock, EventClock = clock };
        var risks = RiskAssessment.Assess(
            dataset, shop.Clustering().Members(), shop.Facts(dataset), shop.Scripts(dataset), new RiskOptions(), Shop.Context);
        Assert.True(risks.Count >= scripts.Length);
        Assert.All(risks, r => Assert.False(r.Risky));
    }

    [Fact]
    public void Assess_OnePersonsHabit_IsNoScript()
    {
        var shop = new Shop().AddCrowd(600);
        shop.Add(new Shop().AddRing(0, _ => Unknown).Payments.Select(
            (p, i) => p with { Account = "regular", Device = "own", Ip = "home", Decision = "approved", Hours = i * 20 }));
        var risk = Assess(shop)[0];
        Assert.False(risk.Risky);
        Assert.Equal(0, risk.Coordination.Signals.Single(s => s.Kind == SignalKind.SamePace).Value);
    }

    [Fact]
    public void Assess_BareData_GivesDefinedNumbers()
    {
        var shop = new Shop { WithEntities = false, WithDecisions = false, WithOutcomes = false, Currency = null };
        shop.Add(Enumerable.Range(0, 40).Select(i => new Payment(i, $"a{i % 7}", Cluster: i == 3 ? 1 : i % 2 == 0 ? 0 : -1)));
        var risks = Assess(shop);
        Assert.Equal([0, 1], risks.Select(r => r.Finding));
        Assert.Equal((1, 1, 0.0), (risks[1].Size, risks[1].Accounts, risks[1].Money));
        Assert.All(risks, r => Assert.False(r.Risky));
        Assert.All(risks.SelectMany(r => r.Coordination.Signals), s =>
            Assert.True(double.IsFinite(s.Value) && double.IsFinite(s.Rest) && double.IsFinite(s.Weight)));
        Assert.All(risks.SelectMany(r => (double[])[r.Probability, r.Low, r.High, r.ExpectedLoss, r.Outcomes.LowerBound, r.Outcomes.Lift]),
            v => Assert.True(double.IsFinite(v)));
    }

    [Fact]
    public void Assess_AllRowsInOneCluster_GivesDefinedNumbers()
    {
        var shop = new Shop();
        shop.Add(new Shop().AddRing(0, _ => ("fraud", 1)).Payments);
        var risk = Assess(shop)[0];
        Assert.All(risk.Coordination.Signals, s => Assert.True(double.IsFinite(s.Value) && double.IsFinite(s.Rest)));
        Assert.Equal(1, risk.Outcomes.Lift);
    }

    [Fact]
    public void Assess_NoClustersOrNoRows_GivesNone()
    {
        Assert.Empty(Assess(new Shop().AddCrowd(20)));
        Assert.Empty(Assess(new Shop()));
    }

    [Fact]
    public void Assess_BadOptionOrOtherDataset_SaysWhatIsWrong()
    {
        Assert.Contains("prior_weight", Assert.Throws<InputException>(
            () => Assess(new Shop().AddCrowd(5), new RiskOptions { PriorWeight = double.NaN })).Message, StringComparison.Ordinal);
        using var folder = new TempFolder();
        var shop = new Shop().AddCrowd(5);
        var dataset = shop.Write(folder.Path);
        int[][] other = [[0, 1], [3, 5]];
        Assert.Contains("another dataset", Assert.Throws<InputException>(() => RiskAssessment.Assess(
            dataset, other, shop.Facts(dataset), shop.Scripts(dataset), new RiskOptions(), Shop.Context)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Assess_Cancelled_Stops()
    {
        using var folder = new TempFolder();
        var shop = new Shop().AddCrowd(50).AddRing(0, _ => Unknown);
        var dataset = shop.Write(folder.Path);
        Assert.ThrowsAny<OperationCanceledException>(() => RiskAssessment.Assess(dataset, shop.Clustering().Members(), shop.Facts(dataset),
            shop.Scripts(dataset), new RiskOptions(), Shop.Context with { Cancel = new CancellationToken(true) }));
    }
}
