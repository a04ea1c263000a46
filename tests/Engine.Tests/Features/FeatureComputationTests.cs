using Investigator.Engine.Core;
using Investigator.Engine.Features;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tests.Sequences;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Features;

public sealed class FeatureComputationTests : IDisposable
{
    private const float None = float.NaN;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Compute_DeviceSharedByAccounts_CountsThoseBefore()
    {
        var matrix = FeatureRun.Compute(new TestShop()
            .Pay("t1", "a", 0, 10, device: "d").Pay("t2", "b", 3000, 20, device: "d").Pay("t3", "a", 3600, 30, device: "d")
            .Pay("t4", "c", 86_400, 40, device: "d").Pay("t5", "c", 86_401, 50, device: "e").Pay("t6", "c", 100_000, 60).Save(_folder.Path));
        Assert.Equal([0, 1, 2, 0, 0, None], matrix.Values("transactions_on_device_1h"));
        Assert.Equal([0, 1, 2, 3, 0, None], matrix.Values("transactions_on_device_24h"));
        Assert.Equal([0, 1, 2, 2, 0, None], matrix.Values("accounts_on_device_24h"));
        Assert.Equal([0, 10, 30, 60, 0, None], matrix.Values("amount_on_device_24h"));
        Assert.Equal([0, 3000, 3600, 86_400, 0, None], matrix.Values("device_age"));
        Assert.Equal([1, 1, 0, 1, 1, None], matrix.Values("new_device"));
        Assert.Equal([0, 0, 1, 0, 1, 2], matrix.Values("devices_by_account_24h"));
        Assert.Equal([0, 0, 1, 0, 1, 2], matrix.Values("transactions_by_account_24h"));
        Assert.Equal([0, 0, 10, 0, 40, 90], matrix.Values("amount_by_account_24h"));
        Assert.Equal([None, None, 3600, None, 1, 13_599], matrix.Values("since_previous_by_account"));
        Assert.Equal([0, 0, 3600, 0, 1, 13_600], matrix.Values("account_age"));
        Assert.Equal([None, None, 3, None, 1.25f, 60 / 45f], matrix.Values("amount_ratio"));
    }

    [Fact]
    public void Compute_PaymentsAtOneInstant_EachSeesThoseBeforeItById()
    {
        var matrix = FeatureRun.Compute(new TestShop().Pay("t3", "c", 50, device: "d").Pay("t1", "a", 50, device: "d").Pay("t2", "b", 50,
            device: "d").Save(_folder.Path));
        Assert.Equal([0, 1, 2], matrix.Values("transactions_on_device_1h"));
        Assert.Equal([0, 1, 2], matrix.Values("accounts_on_device_7d"));
    }

    [Fact]
    public void Compute_WindowBorder_IsInside()
    {
        var matrix = FeatureRun.Compute(new TestShop().Pay("t1", "a", 0).Pay("t2", "a", 3600).Pay("t3", "a", 7200.000001).Save(_folder.Path));
        Assert.Equal([0, 1, 0], matrix.Values("transactions_by_account_1h"));
    }

    [Fact]
    public void Compute_Events_GiveDwellStatisticsAndShares()
    {
        var matrix = FeatureRun.Compute(new TestShop()
            .See("a", 0, "home").See("a", 10, "item").See("a", 40, "item").See("a", 60, "cart").Pay("t1", "a", 100)
            .Pay("t2", "b", 200).See("c", 299, "home").Pay("t3", "c", 300).Save(_folder.Path));
        Assert.Equal([4, 0, 1], matrix.Values("event_count"));
        Assert.Equal([100, None, 1], matrix.Values("time_to_payment"));
        Assert.Equal([25, None, 1], matrix.Values("mean_dwell"));
        Assert.Equal([25, None, 1], matrix.Values("median_dwell"));
        Assert.Equal([(float)(Math.Sqrt(125) / 25), None, None], matrix.Values("dwell_variation"));
        Assert.Equal([40, None, 1], matrix.Values("last_dwell"));
        Assert.Equal([0.5f, None, 0], matrix.Values("share_of_item"));
        Assert.Equal([0.25f, None, 1], matrix.Values("share_of_home"));
    }

    [Fact]
    public void Compute_SamePagesElsewhere_AreCountedWhateverTheirPace()
    {
        var matrix = FeatureRun.Compute(new TestShop()
            .See("a", 0, "x").See("a", 10, "y").Pay("t1", "a", 20)
            .See("b", 100, "x").See("b", 101, "y").Pay("t2", "b", 102)
            .See("c", 200, "y").See("c", 201, "x").Pay("t3", "c", 202)
            .See("d", 300, "x").See("d", 330, "y").Pay("t4", "d", 340).Pay("t5", "e", 400).Save(_folder.Path));
        Assert.Equal([0, 1, 0, 2, None], matrix.Values("same_pages_24h"));
        Assert.Equal([0, 1, 0, 2, None], matrix.Values("accounts_same_pages_7d"));
    }

    [Fact]
    public void Compute_RareTexts_BecomeOtherAndMissingStaysMissing()
    {
        var shop = new TestShop();
        string?[] browsers = ["ff", "ff", "ff", "ch", "ch", "x", null, "other"];
        for (var i = 0; i < browsers.Length; i++) shop.Pay("t" + i, "a", i, browser: browsers[i], age: i == 0 ? null : 20 + i);
        var matrix = FeatureRun.Compute(shop.Save(_folder.Path), new FeatureOptions { TopLevels = 2 });
        Assert.Equal(["ff", "ch", "other"], matrix.Find("browser")!.Levels!);
        Assert.Equal(["ff", "ff", "ff", "ch", "ch", "other", null, "other"], matrix.Texts("browser"));
        Assert.Equal([None, 21, 22, 23, 24, 25, 26, 27], matrix.Values("age"));
    }

    [Fact]
    public void Compute_SingleRow_HasEveryValueDefinedOrMissing()
    {
        var matrix = FeatureRun.Compute(new TestShop().Pay("t1", "a", 3 * 3600 + 1800, amount: null).Save(_folder.Path));
        Assert.Equal(1, matrix.Count);
        Assert.Equal([3], matrix.Values("hour"));
        Assert.Equal([None], matrix.Values("amount"));
        Assert.Equal([None], matrix.Values("device_age"));
        Assert.Equal([0], matrix.Values("account_age"));
        Assert.Null(matrix.Find("event_count"));
        Assert.DoesNotContain(matrix.Columns, c => c.Values.Any(float.IsInfinity));
    }

    [Fact]
    public void Compute_NoRows_GivesEmptyColumnsAndFilesThatLoad()
    {
        var matrix = FeatureRun.Compute(new TestShop().Save(_folder.Path));
        Assert.Equal(0, matrix.Count);
        Assert.Equal(matrix.Columns.Count, FeatureTable.Load(_folder.Path).Columns.Count);
    }

    [Fact]
    public void Load_AfterCompute_GivesTheSameMatrix()
    {
        var matrix = FeatureRun.Compute(FeatureRun.RandomShop(5, 200).Save(_folder.Path));
        var loaded = FeatureTable.Load(_folder.Path);
        Assert.Equal(200, loaded.Count);
        Assert.Equal(matrix.Columns.Select(c => c.Definition), loaded.Columns.Select(c => c.Definition));
        Assert.All(matrix.Columns.Zip(loaded.Columns), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
        Assert.All(matrix.Columns.Zip(loaded.Columns), pair => Assert.Equal(pair.First.Levels, pair.Second.Levels));
        Assert.Equal(["amount", "browser"], FeatureTable.Load(_folder.Path, ["browser", "amount"]).Columns.Select(c => c.Definition.Name));
    }

    [Fact]
    public void Compute_OneThreadOrFour_GivesTheSameBits()
    {
        var dataset = FeatureRun.RandomShop(6, 300).Save(_folder.Path);
        var one = FeatureRun.Compute(dataset, context: FeatureRun.Context with { Threads = 1 });
        var four = FeatureRun.Compute(dataset, context: FeatureRun.Context with { Threads = 4 });
        Assert.All(one.Columns.Zip(four.Columns), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
    }

    [Fact]
    public void Compute_SequencesOfAnotherDataset_AreRefused()
    {
        var dataset = new TestShop().Pay("t1", "a", 1).Save(_folder.Path);
        using var other = new TempFolder();
        var sequences = EventSequences.Build(new TestShop().Pay("t1", "a", 1).Pay("t2", "a", 2).Save(other.Path), new SequenceOptions(), FeatureRun.Context);
        Assert.Throws<InputException>(() => FeatureRun.Compute(dataset, sequences));
    }

    [Fact]
    public void Compute_Cancelled_Throws()
    {
        var dataset = new TestShop().Pay("t1", "a", 1).Save(_folder.Path);
        Assert.ThrowsAny<OperationCanceledException>(() => FeatureRun.Compute(dataset,
            context: FeatureRun.Context with { Cancel = new CancellationToken(true) }));
    }

    [Fact]
    public void Load_NothingThere_SaysWhichFile() =>
        Assert.Contains("features.json", Assert.Throws<InputException>(() => FeatureTable.Load(_folder.Path)).Message, StringComparison.Ordinal);
}
