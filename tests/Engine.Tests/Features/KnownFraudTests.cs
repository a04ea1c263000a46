using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Features.Kinds;
using Investigator.Engine.Ingest;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tests.Sequences;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Features;

public sealed class KnownFraudTests : IDisposable
{
    private const double Day = 86_400;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void KnownFraud_BeforeItsOutcomeIsKnown_CountsNothing()
    {
        var shop = new TestShop()
            .Pay("t1", "a", 0, device: "d", outcome: "fraud", knownAt: 5 * Day)
            .Pay("t2", "b", 4 * Day, device: "d", outcome: "legitimate", knownAt: 4 * Day)
            .Pay("t3", "c", 5 * Day, device: "d", outcome: "fraud", knownAt: 20 * Day)
            .Pay("t4", "c", 10 * Day, device: "d")
            .Pay("t5", "c", 30 * Day, device: "d")
            .Pay("t6", "c", 30 * Day);
        Assert.Equal([0, 0, 1, 1, 2, float.NaN], Values(shop, KnownFraud.Count, null));
        Assert.Equal([0, 0, 1 / 4f, 1 / 4f, 2 / 5f, float.NaN], Values(shop, KnownFraud.Share, null));
        Assert.Equal([0, 0, 1, 1, 1, float.NaN], Values(shop, KnownFraud.Count, TimeSpan.FromDays(20)));
    }

    [Fact]
    public void KnownFraud_ThatBecameKnownAfterTheRunsAsOf_CountsNothing()
    {
        var shop = new TestShop().Pay("t1", "a", 0, device: "d", outcome: "fraud", knownAt: 2 * Day).Pay("t2", "a", 3 * Day, device: "d");
        Assert.Equal([0, 1], Values(shop, KnownFraud.Count, null, asOf: TestShop.Origin.AddDays(3)));
        Assert.Equal([0, 0], Values(shop, KnownFraud.Count, null, asOf: TestShop.Origin.AddDays(1)));
    }

    [Fact]
    public void KnownFraudShare_OfOne_IsHeldBack()
    {
        var one = new TestShop().Pay("t1", "a", 0, device: "d", outcome: "fraud").Pay("t2", "a", 1, device: "d");
        var many = new TestShop();
        for (var i = 0; i < 50; i++) many.Pay($"t{i:00}", "a", i, device: "d", outcome: "fraud");
        Assert.Equal(1 / 3f, Values(one, KnownFraud.Share, null)[^1]);
        Assert.Equal(50 / 52f, Values(many.Pay("t9x", "a", 50, device: "d"), KnownFraud.Share, null)[^1]);
    }

    [Fact]
    public void KnownFraud_ReportedBesideTheData_CountsFromItsReportOn()
    {
        var dataset = new TestShop().Pay("t1", "a", 0, device: "d").Pay("t2", "b", 2 * Day, device: "d").Pay("t3", "b", 4 * Day, device: "d")
            .Save(_folder.Path);
        OutcomeLedger.Write(_folder.Path,
            [new LedgerEntry("t1", "a", TestShop.Origin, Engine.Core.Outcome.Fraud, TestShop.Origin.AddDays(3), ReportChannel.Case, "anna")]);
        Assert.Equal([0, 0, 1], Values(dataset, KnownFraud.Count, null, null));
    }

    [Fact]
    public void DefaultCatalog_WithoutTheTimeAtWhichOutcomesBecameKnown_HasNoKnownFraud()
    {
        var dataset = new TestShop().Pay("t1", "a", 0).Save(_folder.Path);
        Assert.DoesNotContain(FeatureCatalog.Default(dataset), f => f.Kind is KnownFraud);
        var catalog = FeatureCatalog.Default(WithKnownAt(dataset)).Where(f => f.Kind is KnownFraud).ToList();
        Assert.Equal(["account", "entity_card", "entity_device"], catalog.Select(f => f.Key).Distinct().Order());
        Assert.All(catalog, f => Assert.True(f.Causal && f.InSpace));
    }

    [Theory]
    [InlineData(21, 100, true)]
    [InlineData(20, 100, false)]
    [InlineData(51, 100, false)]
    public void DefaultCatalog_Text_GetsAShareWhereItHasManyValuesThatComeAgain(int distinct, int payments, bool has)
    {
        var shop = new TestShop();
        for (var i = 0; i < payments; i++) shop.Pay($"t{i:000}", "a", i, browser: "b" + (i % distinct));
        var dataset = WithKnownAt(shop.Save(_folder.Path)) with { Quality = [new("transactions", "attribute_browser", 0, distinct, [])] };
        Assert.Equal(has, FeatureCatalog.Default(dataset).Any(f => f.Kind is KnownFraud && f.Key == "attribute_browser"));
    }

    private static Dataset WithKnownAt(Dataset dataset)
    {
        var transactions = dataset.Mapping.Transactions;
        return dataset with
        {
            Mapping = dataset.Mapping with { Transactions = transactions with { Outcome = transactions.Outcome! with { KnownAt = "known_at" } } },
        };
    }

    private float[] Values(TestShop shop, FeatureKind kind, TimeSpan? window, DateTime? asOf = null) =>
        Values(shop.Save(Path.Combine(_folder.Path, Guid.NewGuid().ToString("N"))), kind, window, asOf);

    private static float[] Values(Dataset dataset, FeatureKind kind, TimeSpan? window, DateTime? asOf)
    {
        var sequences = EventSequences.Build(dataset, new SequenceOptions(), FeatureRun.Context);
        var facts = TransactionFacts.Read(dataset, sequences, asOf, OutcomeLedger.In(dataset.Folder), FeatureRun.Context);
        var own = new FeatureDefinition { Name = "known", Phrase = "known", Unit = "count", Kind = kind, Key = "entity_device", Window = window };
        return FeatureComputation.Compute(dataset, sequences, facts, new FeatureOptions { Own = [own] }, dataset.Folder, FeatureRun.Context).Values("known");
    }
}
