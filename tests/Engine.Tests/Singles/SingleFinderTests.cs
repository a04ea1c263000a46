using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Findings;
using Investigator.Engine.Risk;
using Investigator.Engine.Risk.Payments;
using Investigator.Engine.Singles;
using Investigator.Engine.Tests.Risk;
using Investigator.Engine.Tests.Risk.Payments;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Singles;

public class SingleFinderTests
{
    /// <summary>Payments whose number x of 3 or more is fraud for the most part; of every other account the outcomes are known.</summary>
    private static LearnableShop Learnable() => new LearnableShop().Number("x", "pages seen").Number("y", "other number").Draw(1000, 1, static random =>
    {
        var x = random.Next(4) == 0 ? 3 + random.Next(3) : random.Next(3);
        return (random.NextDouble() < (x >= 3 ? 0.75 : 0.01), [x, random.Next(5)]);
    });

    [Fact]
    public void Find_PaymentsAlikeFraud_AreListedByExpectedLossWithReasons()
    {
        var shop = Learnable();
        var list = Find(shop, _ => -1, out _);
        Assert.True(list.Learned);
        // A quarter of the 1,000 payments whose outcome is not known.
        Assert.InRange(list.Found, 200, 300);
        Assert.Equal(list.Found, list.Payments.Count);
        Assert.All(list.Payments, p => Assert.True(p.Probability >= list.Bar));
        Assert.All(list.Payments, p => Assert.Equal(1, p.Row % 1000 % 2));
        Assert.All(list.Payments, p => Assert.Matches(@"^pages seen: [345] \(usually 2\)$", p.Reasons[0].Text));
        Assert.All(list.Payments, p => Assert.Equal("x", p.Reasons[0].Feature));
        Assert.All(list.Payments, p => Assert.InRange(p.Reasons[0].Times, 1.2, 200));
        Assert.All(list.Payments, p => Assert.Equal($"t{p.Row}", p.Transaction));
        Assert.All(list.Payments, p => Assert.Equal(p.Decision == "declined" ? 0 : p.Probability * p.Amount!.Value, p.ExpectedLoss, 6));
        Assert.Contains(list.Payments, static p => p.Decision == "declined");
        double[] losses = [.. list.Payments.Select(static p => FindingOrder.TwoDigits(p.ExpectedLoss))];
        Assert.Equal(losses.OrderDescending(), losses);
        // The known ones are counted, and most of them are fraud as those listed will prove to be.
        Assert.InRange(list.KnownFraud + list.KnownLegitimate, 200, 300);
        Assert.InRange(list.KnownFraud / (double)(list.KnownFraud + list.KnownLegitimate), 0.65, 0.85);
    }

    [Fact]
    public void Find_MembersOfARiskyFinding_AreLeftToItUnlessWeak()
    {
        var shop = Learnable();
        var all = Find(shop, _ => -1, out _);
        int[] alike = [.. all.Payments.Select(static p => (int)p.Row).Order()];
        var (inside, weak, calm) = (alike[..40].ToHashSet(), alike[40], alike[60..90].ToHashSet());
        var list = Find(shop, row => inside.Contains(row) || row == weak ? 0 : calm.Contains(row) ? 1 : -1, out var strengths, weak);
        Assert.True(strengths[weak] < 0.1);
        Assert.Equal(alike[40..], list.Payments.Select(static p => (int)p.Row).Order());
        Assert.Equal((0, 0), (list.Payments.Single(p => p.Row == weak).Finding, list.Payments.Single(p => p.Row == weak).Cluster));
        Assert.All(list.Payments.Where(p => calm.Contains((int)p.Row)), static p => Assert.Equal(1, p.Finding));
        Assert.All(list.Payments.Where(p => p.Row != weak && !calm.Contains((int)p.Row)), static p => Assert.Null(p.Finding));
    }

    [Fact]
    public void Find_MoreThanTheListHolds_KeepsTheWorstAndSaysHowMany()
    {
        var (whole, cut) = (Find(Learnable(), _ => -1, out _), Find(Learnable(), _ => -1, out _, most: 7));
        Assert.Equal(whole.Payments.Take(7).Select(static p => p.Row), cut.Payments.Select(static p => p.Row));
        Assert.Equal(whole.Found, cut.Found);
        Assert.Contains("the 7 worst", Assert.Single(cut.Notes()), StringComparison.Ordinal);
        Assert.Empty(whole.Notes());
    }

    [Fact]
    public void Find_KnownOutcomesAround_AreCountedInTheReason()
    {
        var shop = new LearnableShop().Number("x", "number");
        var random = new Random(2);
        for (var i = 0; i < 3000; i++) shop.AddOn($"d{i % 300}", i % 300 % 15 == 0, i / 300 % 3 == 0, $"a{i}", random.Next(5));
        var list = Find(shop, _ => -1, out _);
        Assert.NotEmpty(list.Payments);
        Assert.All(list.Payments, static p => Assert.Matches(@"(known outcomes? .*on this device|on this device) (is|are) fraud$", p.Reasons[0].Text));
        Assert.All(list.Payments, static p => Assert.Null(p.Reasons[0].Feature));
    }

    [Fact]
    public void Find_WithoutOutcomes_ListsStrongSignsAlone()
    {
        var shop = new LearnableShop().Number("x", "number").Sharing("accounts_on_device_24h");
        for (var i = 0; i < 20_000; i++) shop.Add(false, false, $"a{i}", i % 10, i is 501 or 502 ? 12 : i % 2);
        var list = Find(shop, _ => -1, out _);
        Assert.False(list.Learned);
        Assert.Equal([502L, 501], list.Payments.Select(static p => p.Row).OrderDescending());
        Assert.All(list.Payments, static p => Assert.Equal("accounts on this device in the last 24 hours: 12 (usually 1)", Assert.Single(p.Reasons).Text));
    }

    [Fact]
    public void Find_NothingStandsOut_IsEmpty()
    {
        var shop = new LearnableShop().Number("x", "number");
        for (var i = 0; i < 500; i++) shop.Add(false, false, $"a{i}", i % 10);
        var list = Find(shop, _ => -1, out _);
        Assert.Empty(list.Payments);
        Assert.Equal(0, list.Found);
        Assert.NotNull(list.Bar);
    }

    /// <param name="shop">Payments.</param>
    /// <param name="finding">Of each row: 0 is risky, 1 is not, -1 is none.</param>
    /// <param name="strengths">Membership strengths: 1, of the weak row a hundredth.</param>
    /// <param name="weak">That row.</param>
    /// <param name="most">Payments in the list.</param>
    private static SingleList Find(LearnableShop shop, Func<int, int> finding, out float[] strengths, int weak = -1, int most = 1000)
    {
        using var folder = new TempFolder();
        var (dataset, facts) = shop.Write(folder.Path);
        int[] numbers = [.. Enumerable.Range(0, facts.Count).Select(finding)];
        strengths = [.. numbers.Select((n, row) => n < 0 ? 0 : row == weak ? 0.01f : 1)];
        var sizes = Enumerable.Range(0, numbers.Max() + 1).Select(k => numbers.Count(n => n == k)).ToList();
        var clustering = new Clustering
        {
            Labels = numbers,
            Probabilities = strengths,
            OutlierScores = new float[numbers.Length],
            Clusters = [.. sizes.Select(static size => new ClusterStability(size, 1, 1))],
        };
        var findings = new FindingSet { Numbers = numbers, Items = [.. sizes.Select(static (size, k) => new Finding(k, [k], size, false, []))] };
        FindingRisk[] risks = [.. sizes.Select(static (_, k) => PaymentProbabilitiesTests.Finding(k, k == 0, 0.9))];
        var payments = PaymentModel.Learn(dataset, facts, shop.Features, null, new PaymentOptions(), Shop.Context);
        return SingleFinder.Find(
            dataset, facts, shop.Features, null, clustering, findings, risks, payments, new SingleOptions { MaxSingles = most }, Shop.Context);
    }
}
