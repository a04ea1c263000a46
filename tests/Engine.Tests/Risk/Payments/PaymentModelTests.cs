using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Risk;
using Investigator.Engine.Risk.Payments;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Risk.Payments;

public class PaymentModelTests
{
    /// <summary>Five numbers that each add to the odds.</summary>
    private static LearnableShop Linear(int accounts = 2000) => Numbers(6).Draw(accounts, 1, random =>
    {
        var x = Draw(random, 6);
        return (random.NextDouble() < LogOdds.Probability((1.2f * (x[0] + x[1] + x[2] - x[3] - x[4])) - 3), x);
    });

    /// <summary>Fraud where the signs of two numbers differ, among four that say nothing.</summary>
    private static LearnableShop Crossed() => Numbers(6).Draw(2000, 2, random =>
    {
        var x = Draw(random, 6);
        return (random.NextDouble() < (x[0] > 0 != x[1] > 0 ? 0.5 : 0.02), x);
    });

    /// <summary>Two of 60 words are fraud for the most part, and each is one payment in sixty.</summary>
    private static LearnableShop Rare() => Numbers(2).Category("merchant", 60).Draw(3000, 3, random =>
    {
        var word = random.Next(60);
        return (random.NextDouble() < (word is 17 or 41 ? 0.6 : 0.01), [.. Draw(random, 2), word]);
    });

    /// <summary>Some thirty frauds known, told by one number that a tenth of the payments lack.</summary>
    private static LearnableShop Few() => Numbers(8).Draw(400, 4, random =>
    {
        var x = Draw(random, 8);
        var isFraud = random.NextDouble() < LogOdds.Probability((2 * x[0]) - 3);
        if (random.Next(10) == 0) x[0] = float.NaN;
        return (isFraud, x);
    });

    private static LearnableShop Of(string kind) => kind switch { "linear" => Linear(), "crossed" => Crossed(), "rare" => Rare(), _ => Few() };

    [Theory]
    [InlineData("linear", 0.87)]
    [InlineData("crossed", 0.77)]
    [InlineData("rare", 0.83)]
    [InlineData("few", 0.8)]
    public void Learn_LawsOfSeveralKinds_RankHiddenAccountsAsWellAsOneTreeOrBetter(string kind, double least)
    {
        var shop = Of(kind);
        var risk = shop.Learn();
        var (boosted, one) = (shop.HiddenArea(i => risk.Own[i]), shop.HiddenAreaOfOneTree());
        Assert.True(risk.Learning.Learned);
        Assert.True(boosted >= one - 0.05, $"{boosted:0.000} against one tree's {one:0.000}");
        Assert.InRange(boosted, least, 1);
    }

    [Fact]
    public void Learn_ProbabilitiesOfHiddenAccounts_AreThoseOfTheLaw()
    {
        var shop = Linear(4000);
        var (risk, truth) = (shop.Learn(), shop.Truth);
        foreach (var (low, high) in ((double, double)[])[(0, 0.1), (0.1, 0.3), (0.3, 0.6), (0.6, 1)])
        {
            var hidden = Enumerable.Range(0, truth.Length).Where(i => i % 4000 % 2 == 1 && risk.Own[i] >= low && risk.Own[i] < high).ToList();
            var said = hidden.Average(i => risk.Own[i]);
            Assert.InRange(hidden.Count(i => truth[i]) / (double)hidden.Count, said - 0.07, said + 0.07);
        }
    }

    /// <summary>Some payments have a word in common, which says nothing: only who learned from a payment's own outcome would be right.</summary>
    [Fact]
    public void Learn_NothingToLearn_KnownPaymentsAreJudgedWithoutTheirOwnOutcome()
    {
        var shop = Numbers(3).Category("word", 240).Draw(1500, 5, random => (random.Next(5) == 0, [.. Draw(random, 3), random.Next(240)]));
        var (risk, truth) = (shop.Learn(), shop.Truth);
        int[] known = [.. Enumerable.Range(0, truth.Length).Where(i => i % 1500 % 2 == 0)];
        var area = RankQuality.AreaUnderCurve(Array.ConvertAll(known, i => (double)risk.Own[i]), Array.ConvertAll(known, i => truth[i]));
        Assert.InRange(area, 0.4, 0.56);
        Assert.All(risk.Own, p => Assert.InRange(p, 0.05, 0.5));
    }

    [Fact]
    public void Learn_AnyNumberOfThreads_IsTheSameToTheBit()
    {
        var shop = Rare();
        var (one, four) = (shop.Learn(threads: 1), shop.Learn(threads: 4));
        Assert.Equal(one.Own, four.Own);
        Assert.Equal(one.Learning.Importance, four.Learning.Importance);
    }

    [Fact]
    public void Learn_MoreKnownThanRowsToLearnFrom_KeepsTheShareOfFraud()
    {
        var shop = Linear(4000);
        var risk = shop.Learn(new PaymentOptions { MaxRows = 1000 });
        var share = shop.Truth.Average(static f => f ? 1.0 : 0);
        Assert.InRange(risk.Own.Average(), share - 0.02, share + 0.02);
        Assert.InRange(shop.HiddenArea(i => risk.Own[i]), 0.85, 1);
    }

    [Fact]
    public void Learn_KnownFraudOnADevice_SpeaksOfOtherAccountsOnIt()
    {
        var shop = Numbers(1);
        var random = new Random(6);
        for (var i = 0; i < 3000; i++)
        {
            // 300 devices of ten accounts each; every fifteenth is a crew's, and of every third payment the outcome is known.
            var device = random.Next(300);
            shop.AddOn($"d{device}", device % 15 == 0, i % 3 == 0, $"a{i}", Draw(random, 1));
        }
        var risk = shop.Learn();
        Assert.InRange(shop.HiddenArea(i => risk.Own[i]), 0.95, 1);
        Assert.Contains(risk.Learning.Importance.Take(2), static i => i.Feature is "known_fraud_shared_device" or "known_fraud_around_device");
    }

    /// <summary>
    /// The same payments month after month; frauds are reported after a day, legitimate payments are confirmed after 40, so all that is known of the last 40
    /// days is fraud. What tells young payments from old says nothing.
    /// </summary>
    [Fact]
    public void Learn_FraudsKnownSooner_DoesNotTakeYoungPaymentsForFraud()
    {
        var shop = Numbers(2);
        var random = new Random(9);
        var truth = new List<bool>();
        for (var hour = 0; hour < 3000; hour++)
        {
            var x = Draw(random, 1)[0];
            truth.Add(random.NextDouble() < LogOdds.Probability((2 * x) - 3));
            shop.AddLate(truth[^1], hour + (truth[^1] ? 24 : 40 * 24) <= 3000 && random.Next(2) == 0, hour + (truth[^1] ? 24 : 40 * 24), $"a{hour}", x, hour);
        }
        var risk = shop.Learn();
        var young = Enumerable.Range(2400, 576).ToList();
        Assert.InRange(young.Average(i => risk.Own[i]), 0.4 * young.Average(i => truth[i] ? 1.0 : 0), 1.4 * young.Average(i => truth[i] ? 1.0 : 0));
        var area = RankQuality.AreaUnderCurve([.. young.Select(i => (double)risk.Own[i])], [.. young.Select(i => truth[i])]);
        Assert.InRange(area, 0.8, 1);
    }

    /// <summary>Outcomes known by the device: of a known payment all others there are known, of a hidden one none.</summary>
    [Fact]
    public void Learn_OutcomesKnownByTheDevice_DoesNotLeanOnWhatHiddenPaymentsLack()
    {
        var shop = Numbers(2);
        var random = new Random(8);
        for (var i = 0; i < 3000; i++)
        {
            // Of two payments on a device both are fraud or neither; one in three is alone on its device and more often fraud.
            var device = i % 3 == 2 ? i : i - (i % 3);
            var x = Draw(random, 2);
            var isFraud = i % 3 == 1 ? shop.Truth[^1] : random.NextDouble() < LogOdds.Probability((2 * x[0]) - (i % 3 == 2 ? 1 : 3));
            if (i % 3 == 1) x[0] = 0;
            shop.AddOn($"d{device}", isFraud, i / 3 % 2 == 0, $"a{i}", x);
        }
        var risk = shop.Learn();
        Assert.DoesNotContain(risk.Learning.Importance, static i => i.Feature.StartsWith("known_fraud", StringComparison.Ordinal));
        var (truth, hidden) = (shop.Truth, Enumerable.Range(0, 3000).Where(static i => i / 3 % 2 == 1).ToList());
        Assert.InRange(hidden.Average(i => risk.Own[i]), hidden.Average(i => truth[i] ? 1.0 : 0) - 0.04, hidden.Average(i => truth[i] ? 1.0 : 0) + 0.04);
    }

    [Fact]
    public void Learn_KnownFraudAmongNeighbors_SpeaksOfThePaymentsBetween()
    {
        var shop = Numbers(1);
        var random = new Random(7);
        for (var i = 0; i < 2000; i++) shop.Add(i / 20 % 12 == 0, i % 2 == 0, $"a{i}", Draw(random, 1));
        // The neighbours are those of the same twenty.
        int[] indices = [.. Enumerable.Range(0, 2000).SelectMany(static i => Enumerable.Range(1, 6).Select(k => (i / 20 * 20) + ((i + k) % 20)))];
        var graph = new NeighborGraph { Count = 2000, K = 6, Indices = indices, Distances = new float[indices.Length] };
        var risk = shop.Learn(graph: graph);
        Assert.InRange(shop.HiddenArea(i => risk.Own[i]), 0.95, 1);
        var alone = shop.Learn();
        Assert.InRange(shop.HiddenArea(i => alone.Own[i]), 0, 0.65);
    }

    [Fact]
    public void Learn_TooFewFrauds_LeavesTheShareAndTheSigns()
    {
        var shop = Numbers(1).Sharing("accounts_on_device_24h");
        for (var i = 0; i < 1000; i++) shop.Add(i is 3 or 9, i < 100, $"a{i}", i % 10, i == 500 ? 12 : 1);
        var risk = shop.Learn();
        Assert.False(risk.Learning.Learned);
        Assert.Null(risk.Trees);
        // 2 known frauds of 100, held to 20 payments of which one in a hundred is fraud.
        Assert.Equal(2.2 / 120, risk.Own[0], 6);
        // One payment of a thousand: half of the weight of 2.
        Assert.Equal(LogOdds.Probability(LogOdds.Of(2.2 / 120) + 1), risk.Own[500], 6);
        Assert.Contains("too few", Assert.Single(risk.Learning.Notes()), StringComparison.Ordinal);
    }

    [Fact]
    public void Learn_FraudsOfFewAccounts_AreNotLearnedFrom()
    {
        var shop = Numbers(1);
        for (var i = 0; i < 1000; i++) shop.Add(i < 60, true, i < 60 ? $"f{i % 4}" : $"a{i}", i);
        Assert.False(shop.Learn().Learning.Learned);
        Assert.True(shop.Learn(new PaymentOptions { MinKnownAccounts = 4 }).Learning.Learned);
    }

    [Fact]
    public void Learn_NoOutcomes_SaysSo()
    {
        var shop = Numbers(1);
        for (var i = 0; i < 100; i++) shop.Add(false, false, $"a{i}", i);
        var risk = shop.Learn();
        Assert.All(risk.Own, p => Assert.Equal(0.01, p, 6));
        Assert.Contains("no outcome is known", Assert.Single(risk.Learning.Notes()), StringComparison.Ordinal);
    }

    [Fact]
    public void Save_ThenLoad_IsTheSame()
    {
        var risk = Rare().Learn();
        using var folder = new TempFolder();
        risk.Save(folder.Path);
        var loaded = PaymentRisk.Load(folder.Path);
        Assert.Equal(risk.Own, loaded.Own);
        Assert.Equal(risk.Learning.Importance, loaded.Learning.Importance);
        Assert.Equal(risk.Trees!.Scale, loaded.Trees!.Scale);
        float[][] row = [[0.3f], [-1], [17]];
        Assert.Equal(risk.Trees.Fitted.LogOddsOf(row, 0, null), loaded.Trees.Fitted.LogOddsOf(row, 0, null));
    }

    [Fact]
    public void Validate_OptionOutOfRange_IsNamed()
    {
        var message = Assert.Throws<InputException>(() => new PaymentOptions { LearningRate = 0 }.Validate()).Message;
        Assert.Contains("learning_rate", message, StringComparison.Ordinal);
    }

    private static LearnableShop Numbers(int count)
    {
        var shop = new LearnableShop();
        for (var c = 0; c < count; c++) shop.Number($"x{c}", $"number {c}");
        return shop;
    }

    private static float[] Draw(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)Shop.Gauss(random))];
}
