using Investigator.Engine.Core;
using Investigator.Engine.Features;
using Investigator.Engine.Features.Catalog;
using Investigator.Engine.Tests.Sequences;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Features.Catalog;

public sealed class CatalogValuesTests : IDisposable
{
    private const float None = float.NaN;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static FeatureOptions With(params CatalogEntry[] entries) =>
        new() { Catalog = [.. entries.Select((e, i) => e with { Name = "f" + i, Phrase = "said" })] };

    [Fact]
    public void Compute_MeanRatioAndZScore_LookAtEarlierValuesInTheWindow()
    {
        var matrix = FeatureRun.Compute(
            new TestShop().Pay("t1", "a", 0, 10).Pay("t2", "a", 60, 30).Pay("t3", "a", 120, 50).Pay("t4", "a", 180, null).Pay("t5", "a", 3720, 40).Pay("t6",
                "b", 3720, 5).Save(_folder.Path),
            With(
                new() { Kind = "mean", Entity = "account", Column = "amount", Window = "1h" },
                new() { Kind = "ratio", Entity = "account", Column = "amount" },
                new() { Kind = "z_score", Entity = "account", Column = "amount" }));
        Assert.Equal([None, 10, 20, 30, 50, None], matrix.Values("f0"));
        Assert.Equal([None, 3, 2.5f, None, 40 / 30f, None], matrix.Values("f1"));
        Assert.Equal([None, None, 3, None, (float)(10 / Math.Sqrt(800 / 3.0)), None], matrix.Values("f2"));
    }

    [Fact]
    public void Compute_ZScoreOfLargeEqualValues_IsMissingRatherThanRounding()
    {
        var shop = new TestShop();
        for (var i = 0; i < 50; i++) shop.Pay($"t{i:00}", "a", i * 60, i == 0 ? 3 : 1e9 + 0.1);
        var matrix = FeatureRun.Compute(shop.Save(_folder.Path),
            With(new CatalogEntry { Kind = "z_score", Entity = "account", Column = "amount", Window = "5m" }));
        Assert.All(matrix.Values("f0")[7..], v => Assert.True(float.IsNaN(v)));
    }

    [Fact]
    public void Compute_Shares_CountOnlyEarlierRowsThatHaveAValue()
    {
        var matrix = FeatureRun.Compute(
            new TestShop().Pay("t1", "a", 0, browser: "x", decision: "declined").Pay("t2", "a", 60, browser: "y", decision: "approved").Pay("t3", "a",
                120).Pay("t4", "a", 180, browser: "x").Save(_folder.Path),
            With(
                new() { Kind = "share", Entity = "account", Column = "browser", Window = "all" },
                new() { Kind = "share", Entity = "account", Column = "decision", Value = "declined", Window = "all" },
                new() { Kind = "share", Entity = "account", Column = "browser", Value = "x", Window = "1m" }));
        Assert.Equal([None, 0, None, 0.5f], matrix.Values("f0"));
        Assert.Equal([None, 1, 0.5f, 0.5f], matrix.Values("f1"));
        Assert.Equal([None, 1, 0, None], matrix.Values("f2"));
    }

    [Fact]
    public void Compute_OnePage_HasCountsAndDwellOfItsOwn()
    {
        var matrix = FeatureRun.Compute(
            new TestShop().See("a", 0, "x").See("a", 10, "y").See("a", 40, "x").Pay("t1", "a", 60).See("b", 70, "y").Pay("t2", "b", 75).Save(_folder.Path),
            With(
                new() { Kind = "event_count", Column = "x" },
                new() { Kind = "dwell", Statistic = "mean", Column = "x" },
                new() { Kind = "dwell", Statistic = "longest" },
                new() { Kind = "dwell", Statistic = "shortest", Column = "y" }));
        Assert.Equal([2, 0], matrix.Values("f0"));
        Assert.Equal([15, None], matrix.Values("f1"));
        Assert.Equal([30, 5], matrix.Values("f2"));
        Assert.Equal([30, 5], matrix.Values("f3"));
    }

    [Fact]
    public void Compute_Rhythm_IsAnAngleOfTheDayAndOfTheWeek()
    {
        // 1 March 2026 is a Sunday: six days after Monday.
        var matrix = FeatureRun.Compute(new TestShop().Pay("t1", "a", 6 * 3600).Save(_folder.Path),
            With(new CatalogEntry { Kind = "day_sine" }, new CatalogEntry { Kind = "week_cosine" }, new CatalogEntry { Kind = "hour" }));
        Assert.Equal(1, matrix.Values("f0")[0], 1e-6);
        Assert.Equal(Math.Cos(6.25 / 7 * 2 * Math.PI), matrix.Values("f1")[0], 1e-6);
        Assert.Equal([6], matrix.Values("f2"));
    }

    [Fact]
    public void Compute_WithACatalogue_LeavesItBesideTheMatrix()
    {
        var dataset = new TestShop().Pay("t1", "a", 1).Save(_folder.Path);
        FeatureRun.Compute(dataset, With(new CatalogEntry { Kind = "count", Entity = "device", Window = "24h" }));
        var entry = Assert.Single(FeatureCatalogFile.Read(Path.Combine(_folder.Path, KnownFiles.Catalog.Name)));
        Assert.Equal(("f0", "count", "device", "24h", "count", true), (entry.Name, entry.Kind, entry.Entity, entry.Window, entry.Unit, entry.Causal));
    }
}
