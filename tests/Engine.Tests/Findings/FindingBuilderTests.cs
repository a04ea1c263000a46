using Investigator.Engine.Findings;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Findings;

public class FindingBuilderTests
{
    private static readonly string[] Script = ["login", "search", "product", "pay"];

    /// <summary>A takeover on three devices, and an office behind one address, in one cluster.</summary>
    private static FindingShop Mixed(FindingShop? shop = null) => (shop ?? new FindingShop())
        .Add("thief", 0, 40, place: 0, device: i => $"td{i % 3}", ip: i => $"ti{i % 4}", pages: Script)
        .Add("clerk", 0, 20, place: 9, hours: 90, ip: _ => "office");

    /// <summary>One ring in two clusters that share two devices.</summary>
    private static FindingShop Parts(FindingShop shop) => shop
        .Add("one", 0, 30, place: 0, device: i => $"rd{i % 3}")
        .Add("two", 1, 20, place: 9, device: i => $"rd{1 + (i % 2)}");

    [Fact]
    public void Build_ClustersOfOneGroupEach_AreTheFindings()
    {
        var shop = new FindingShop().Add("ring", 0, 30, 0, device: i => $"rd{i % 3}").Add("crowd", 1, 40, 50).Add("noise", -1, 5, 90);
        var findings = shop.Build();
        Assert.Equal(["ring:30", "crowd:40"], shop.Contents(findings));
        Assert.All(findings.Items, f => Assert.Equal((f.Number, false, 0), (Assert.Single(f.Clusters), f.IsPart, f.Reasons.Count)));
        Assert.Equal(5, findings.Numbers.Count(number => number < 0));
    }

    [Fact]
    public void Build_ClusterOfTwoGroupsWithNothingInCommon_IsDivided()
    {
        var shop = Mixed();
        var findings = shop.Build();
        Assert.Equal(["clerk:20", "thief:40"], shop.Contents(findings));
        Assert.All(findings.Items, f => Assert.Equal((0, true), (Assert.Single(f.Clusters), f.IsPart)));
        Assert.Equal(
            "These are 40 of the 60 payments of cluster 0: no device, IP address or page script ties the others to them, and their features are not alike.",
            Assert.Single(findings.Items[1].Reasons));
    }

    [Fact]
    public void Build_NotToDivide_KeepsTheCluster()
    {
        var shop = Mixed(new FindingShop { Options = new() { Divide = false } });
        Assert.Equal(["clerk:20 thief:40"], shop.Contents(shop.Build()));
    }

    [Fact]
    public void Build_GroupsThatOnePaymentHoldsTogether_AreDividedAndThePaymentGoesWithTheThief()
    {
        var shop = Mixed().With(p => p.Account == "thief7", p => p with { Ip = "office" });
        Assert.Equal(["clerk:20", "thief:40"], shop.Contents(shop.Build()));
    }

    [Fact]
    public void Build_GroupsAlikeInFeatures_StayTogether()
    {
        var shop = new FindingShop()
            .Add("one", 0, 30, place: 0, pages: Script)
            .Add("two", 0, 30, place: 0.5f, pages: [.. Script, "thanks"]);
        Assert.Equal(["one:30 two:30"], shop.Contents(shop.Build()));
    }

    [Fact]
    public void Build_AlikeCrewsEachWithDevicesAndAScriptOfTheirOwn_AreDivided()
    {
        var shop = new FindingShop()
            .Add("one", 0, 30, place: 0, device: _ => "d1", pages: Script)
            .Add("two", 0, 30, place: 0.5f, device: _ => "d2", pages: [.. Script, "thanks"]);
        Assert.Equal(["one:30", "two:30"], shop.Contents(shop.Build()));
    }

    /// <summary>One script on devices that nobody of the other crew uses; ln 2 is the pace of two crews, ln 1.2 that of one.</summary>
    [Theory]
    [InlineData(2, true, "one:48", "two:36")]
    [InlineData(1.2f, true, "one:48 two:36")]
    [InlineData(2, false, "one:48 two:36")]
    public void Build_CrewsWithOneScript_AreToldApartByTheirPace(float dwell, bool isRisky, params string[] expected)
    {
        var shop = new FindingShop { Risky = _ => isRisky }
            .Add("one", 0, 48, place: 0, device: i => $"od{i / 12}", pages: Script)
            .Add("two", 0, 36, place: 0, device: i => $"td{i / 12}", pages: Script, dwell: dwell);
        var findings = shop.Build();
        Assert.Equal(expected, shop.Contents(findings));
        if (expected.Length == 1) return;
        Assert.Equal(
            "These are 36 of 84 payments of cluster 0 that followed the same pages: the others share nothing with them and keep another pace.",
            Assert.Single(findings.Items[1].Reasons));
    }

    /// <summary>Each payment on a device of its own: what a silence parts is a unit, and units of like pace are one crew that rested.</summary>
    [Theory]
    [InlineData(2, "one:30", "two:30")]
    [InlineData(1.2f, "one:30 two:30")]
    public void Build_OneScriptBeforeAndAfterASilence_IsDividedByPace(float dwell, params string[] expected)
    {
        var shop = new FindingShop()
            .Add("one", 0, 30, place: 0, pages: Script)
            .Add("two", 0, 30, place: 0, hours: 200, pages: Script, dwell: dwell);
        Assert.Equal(expected, shop.Contents(shop.Build()));
    }

    [Fact]
    public void Build_FarmOfManyDevicesWithNothingBetweenThem_StaysWhole()
    {
        var shop = new FindingShop().Add("farm", 0, 60, place: 0, device: i => $"d{i / 15}");
        Assert.Equal(["farm:60"], shop.Contents(shop.Build()));
    }

    [Fact]
    public void Build_FewTiedToNobody_StayWithTheGroupOfTheirTime()
    {
        var shop = Mixed().Add("stray", 0, 9, place: 0);
        Assert.Equal(["clerk:20", "stray:9 thief:40"], shop.Contents(shop.Build()));
    }

    [Fact]
    public void Build_MostTiedToNobody_AreAFindingOfTheirOwn()
    {
        var shop = new FindingShop().Add("thief", 0, 40, place: 0, device: i => $"td{i % 3}").Add("crowd", 0, 300, place: 30, hours: 20);
        Assert.Equal(["crowd:300", "thief:40"], shop.Contents(shop.Build()));
    }

    [Fact]
    public void Build_AddressThatMostAccountsUse_TiesNobody()
    {
        FindingShop Carrier(int maxSharers) => new FindingShop { Options = new() { MaxSharers = maxSharers } }
            .Add("thief", 0, 40, place: 0, device: i => $"td{i % 3}", ip: _ => "carrier")
            .Add("clerk", 0, 20, place: 9, device: _ => "cd", ip: _ => "carrier");
        Assert.Equal(["clerk:20 thief:40"], Carrier(200).Contents(Carrier(200).Build()));
        Assert.Equal(["thief:40", "clerk:20"], Carrier(50).Contents(Carrier(50).Build()));
    }

    [Fact]
    public void Build_RiskyClustersOnTheSameDevices_AreOneFinding()
    {
        var shop = Parts(new FindingShop());
        var finding = Assert.Single(shop.Build().Items);
        Assert.Equal((0, 50, false), (finding.Number, finding.Size, finding.IsPart));
        Assert.Equal([0, 1], finding.Clusters);
        Assert.Equal("Cluster 0 and cluster 1 share 2 devices, which 66.7% and 100% of their payments used.", finding.Reasons.FirstOrDefault());
    }

    [Fact]
    public void Build_ClustersOfWhichOneIsNotRisky_StayTwo()
    {
        var shop = Parts(new FindingShop { Risky = label => label == 0 });
        Assert.Equal(["one:30", "two:20"], shop.Contents(shop.Build()));
    }

    /// <summary>A known outcome more or less decides whether it is risky; its devices say whose it is.</summary>
    [Theory]
    [InlineData(0.7, "one:30 two:20")]
    [InlineData(0.3, "one:30", "two:20")]
    public void Build_ClusterThatIsProbablyARing_JoinsTheRiskyOneOnItsDevices(double ring, params string[] expected)
    {
        var shop = Parts(new FindingShop { Risky = static label => label == 0, Ring = ring });
        Assert.Equal(expected, shop.Contents(shop.Build()));
    }

    [Theory]
    [InlineData(true, "one:30 two:20")]
    [InlineData(false, "one:30", "two:20")]
    public void Build_SamePagesAlone_JoinOnlyWhatIsRisky(bool isRisky, params string[] expected)
    {
        var shop = new FindingShop { Risky = label => isRisky || label == 0, Ring = 0.7 }
            .Add("one", 0, 30, place: 0, pages: Script).Add("two", 1, 20, place: 9, pages: Script);
        Assert.Equal(expected, shop.Contents(shop.Build()));
    }

    [Fact]
    public void Build_ClustersOfWhichOneIsKnownAsLegitimate_StayTwo()
    {
        var shop = Parts(new FindingShop()).With(_ => true, static p => p with
        {
            Outcome = p.Account.StartsWith("one", StringComparison.Ordinal) ? "fraud" : "legitimate",
            KnownAtHours = p.Hours,
        });
        Assert.Equal(["one:30", "two:20"], shop.Contents(shop.Build()));
    }

    [Fact]
    public void Build_DeviceThatOthersUseAsMuch_JoinsNothing()
    {
        var shop = Parts(new FindingShop()).Add("public", -1, 60, place: 50, device: i => $"rd{1 + (i % 2)}");
        Assert.Equal(["one:30", "two:20"], shop.Contents(shop.Build()));
    }

    [Fact]
    public void Build_ChainWhoseEndsHaveNothingInCommon_EndsWhereItThins()
    {
        var shop = new FindingShop()
            .Add("one", 0, 60, 0, device: i => i < 40 ? "d1" : $"one{i}")
            .Add("two", 1, 60, 20, device: i => i < 30 ? "d1" : i < 50 ? $"d{2 + (i % 2)}" : null)
            .Add("three", 2, 60, 40, device: i => i < 20 ? $"d{2 + (i % 2)}" : null);
        // A third of the second and of the third; of the first two together it is a sixth.
        Assert.Equal(["one:60 two:60", "three:60"], shop.Contents(shop.Build()));
    }

    [Fact]
    public void Build_RingLargerThanAClusterMayBe_StaysInParts()
    {
        var shop = Parts(new FindingShop { Clusters = new() { MinClusterSize = 10, MaxClusterSize = 49 } });
        Assert.Equal(["one:30", "two:20"], shop.Contents(shop.Build()));
    }

    [Theory]
    [InlineData(110, 3, 1, "one:30 two:20")]
    [InlineData(500, 3, 1, "one:30|two:20")]
    [InlineData(110, 40, 1, "one:30|two:20")]
    [InlineData(110, 3, 2, "one:30|two:20")]
    [InlineData(110, 3, float.NaN, "one:30|two:20")]
    public void Build_SamePages_JoinWhatIsNearInTimePaceAndFeatures(double hours, float place, float dwell, string expected)
    {
        var shop = new FindingShop().Add("one", 0, 30, 0, pages: Script).Add("two", 1, 20, place, hours, pages: Script, dwell: dwell);
        Assert.Equal(expected.Split('|'), shop.Contents(shop.Build()));
    }

    [Fact]
    public void Build_NearIdenticalAtTheSameTime_AreOne()
    {
        var shop = new FindingShop().Add("one", 0, 40, 0).Add("two", 1, 40, 0.2f);
        Assert.Equal(["one:40 two:40"], shop.Contents(shop.Build()));
        Assert.Contains("near-identical", shop.Build().Items[0].Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Build_Findings_AreNumberedByTheirFirstRows()
    {
        var shop = Parts(new FindingShop())
            .Add("thief", 2, 40, place: 0, hours: 60, device: i => $"td{i % 3}", pages: Script)
            .Add("clerk", 2, 20, place: 9, hours: 300, ip: _ => "office")
            .Add("late", 3, 20, 70, hours: 400);
        var findings = shop.Build();
        Assert.Equal(Enumerable.Range(0, findings.Items.Count), findings.Items.Select(f => f.Number));
        Assert.Equal(["thief:40", "one:30 two:20", "clerk:20", "late:20"], shop.Contents(findings));
        var firsts = findings.Members().Select(rows => rows[0]).ToList();
        Assert.Equal(firsts.Order(), firsts);
        Assert.Equal(findings.Items.Select(f => f.Size), findings.Members().Select(rows => rows.Length));
    }

    /// <summary>A ring, payments of no cluster among its own, and some far away.</summary>
    private static FindingShop WithEdge(FindingShop shop) => shop
        .Add("ring", 0, 30, place: 0, device: i => $"rd{i % 3}").Add("edge", -1, 3, place: 0).Add("far", -1, 6, place: 90);

    [Fact]
    public void Build_PaymentsOfNoClusterAmongARiskyFindings_AreTakenIn()
    {
        var shop = WithEdge(new FindingShop());
        var findings = shop.Build();
        Assert.Equal(["edge:3 ring:30"], shop.Contents(findings));
        var ring = Assert.Single(findings.Items);
        Assert.Equal((33, false), (ring.Size, ring.IsPart));
        Assert.Equal([0], ring.Clusters);
        Assert.Equal(
            "3 payments at its edge that lie in no cluster were added: most of the payments nearest to each are among these.", Assert.Single(ring.Reasons));
        Assert.Equal(6, findings.Numbers.Count(number => number < 0));
    }

    [Fact]
    public void Build_PaymentsOfNoCluster_StayOutOfWhatIsNotRisky()
    {
        var shop = WithEdge(new FindingShop { Risky = static _ => false });
        Assert.Equal(["ring:30"], shop.Contents(shop.Build()));
    }

    [Fact]
    public void Build_FindingThatWouldNotBeRiskyWithThem_TakesNoneIn()
    {
        // A set that begins with a payment of no cluster is not risky here.
        var shop = new FindingShop { Risky = static label => label == 0 }
            .Add("edge", -1, 3, place: 0, hours: 50).Add("ring", 0, 30, place: 0, device: i => $"rd{i % 3}");
        Assert.Equal(["ring:30"], shop.Contents(shop.Build()));
    }

    [Fact]
    public void Build_NotToVote_LeavesThemInNone()
    {
        var shop = WithEdge(new FindingShop { Options = new() { MinVote = 1 } });
        Assert.Equal(["ring:30"], shop.Contents(shop.Build()));
    }

    [Fact]
    public void Build_FindingThatWouldBeTooLarge_TakesNoneIn()
    {
        var shop = WithEdge(new FindingShop { Clusters = new() { MinClusterSize = 10, MaxClusterSize = 32 } });
        var findings = shop.Build();
        Assert.Equal(["ring:30"], shop.Contents(findings));
        Assert.Empty(Assert.Single(findings.Items).Reasons);
    }

    [Fact]
    public void Build_OnAnyNumberOfThreads_IsTheSame()
    {
        static FindingShop Shop() => Mixed(Parts(new FindingShop())
            .Add("more", 2, 40, 30, device: i => $"md{i % 4}").Add("mixed", 2, 30, 60, device: i => $"xd{i % 4}"));
        var (one, many) = (Shop().Build(threads: 1), Shop().Build(threads: 8));
        Assert.Equal(one.Numbers, many.Numbers);
        Assert.Equal(one.Items.SelectMany(f => f.Reasons), many.Items.SelectMany(f => f.Reasons));
    }

    [Fact]
    public void Build_WithoutClusters_FindsNothing()
    {
        Assert.Empty(new FindingShop().Add("noise", -1, 5, 0).Build().Items);
        Assert.Empty(new FindingShop().Build().Numbers);
    }

    [Fact]
    public void Load_OfWhatWasSaved_IsThat()
    {
        using var folder = new TempFolder();
        var findings = Mixed().Build();
        findings.Save(folder.Path);
        var loaded = FindingSet.Load(folder.Path);
        Assert.Equal(findings.Numbers, loaded.Numbers);
        Assert.Equal(findings.Items.Select(f => (f.Number, f.Size, f.IsPart)), loaded.Items.Select(f => (f.Number, f.Size, f.IsPart)));
        Assert.Equal(findings.Items.Select(f => f.Reasons), loaded.Items.Select(f => f.Reasons));
        Assert.Equal(findings.Items.Select(f => f.Clusters), loaded.Items.Select(f => f.Clusters));
    }

    [Theory]
    [InlineData(1, 0.2, 0.5, 0.6)]
    [InlineData(2, -0.1, 0.5, 0.6)]
    [InlineData(2, 0.2, 1.1, 0.6)]
    [InlineData(2, 0.2, 0.5, 0.49)]
    [InlineData(2, 0.2, 0.5, 1.1)]
    public void Validate_ValueOutOfRange_IsRefused(int maxSharers, double minCover, double minScriptCover, double minVote)
    {
        var options = new FindingOptions { MaxSharers = maxSharers, MinCover = minCover, MinScriptCover = minScriptCover, MinVote = minVote };
        Assert.Throws<Investigator.Engine.Core.InputException>(options.Validate);
    }
}
