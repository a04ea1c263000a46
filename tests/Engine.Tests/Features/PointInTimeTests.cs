using Investigator.Engine.Features;
using Investigator.Engine.Features.Kinds;
using Investigator.Engine.Tests.Features.Catalog;
using Investigator.Engine.Tests.Sequences;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Features;

public class PointInTimeTests
{
    [Fact]
    public void Compute_LaterRowsAppended_LeavesEarlierRowsAsTheyWere()
    {
        var (first, second) = BeforeAndAfter(new FeatureOptions());
        Assert.Equal(first.Columns.Select(c => c.Definition.Name), second.Columns.Select(c => c.Definition.Name));
        Assert.All(first.Columns, column => Assert.True(IsSame(column, second) || !column.Definition.Causal, column.Definition.Name));
        Assert.All(first.Columns, column => Assert.True(column.Definition.Causal || !column.Definition.InSpace, column.Definition.Name));
    }

    [Fact]
    public void Compute_LaterRowsAppended_ChangesOnlyWhatIsDeclaredNotCausal()
    {
        var (first, second) = BeforeAndAfter(new FeatureOptions { Catalog = EveryKind.Entries });
        var changed = first.Columns.Where(c => !IsSame(c, second)).Select(c => c.Definition).ToList();
        Assert.All(changed, f => Assert.False(f.Causal, f.Name));
        Assert.Contains(changed, f => f.Centered);
        Assert.All(first.Columns, c => Assert.True(c.Definition.Causal || c.Definition.Centered, c.Definition.Name));
    }

    /// <summary>A shop of 300 payments, and the same with 200 more after its last.</summary>
    private static (FeatureMatrix Before, FeatureMatrix After) BeforeAndAfter(FeatureOptions options)
    {
        using var before = new TempFolder();
        using var after = new TempFolder();
        var first = FeatureRun.Compute(FeatureRun.RandomShop(7, 300, FeatureRun.Mixed).Save(before.Path), options);
        var shop = FeatureRun.RandomShop(7, 300, FeatureRun.Mixed);
        for (var i = 0; i < 200; i++)
        {
            shop.Pay($"u{i:000}", "a" + i % 20, 900_000 + i * 31, 5, "d" + i % 12, "c" + i % 40, "b" + i % 4, 40, "declined").See("a" + i % 20,
                900_000 + i * 31 - 5, "p" + i % 3);
        }
        return (first, FeatureRun.Compute(shop.Save(after.Path), options));
    }

    private static bool IsSame(FeatureColumn before, FeatureMatrix after)
    {
        var column = after.Find(before.Definition.Name)!;
        return before.IsCategory ? Texts(before).SequenceEqual(Texts(column).Take(before.Values.Length))
            : before.Values.SequenceEqual(column.Values.Take(before.Values.Length));

        static IEnumerable<string?> Texts(FeatureColumn column) => column.Values.Select(v => float.IsNaN(v) ? null : column.Levels![(int)v]);
    }

    [Fact]
    public void Compute_LookAround_CountsBothSidesAndIsNotCausal()
    {
        using var folder = new TempFolder();
        var dataset = new TestShop().Pay("t1", "a", 0, device: "d", decision: "declined").Pay("t2", "b", 86_400, device: "d").Pay("t3", "a", 86_401,
            device: "d").Pay("t4", "a", 200_000).Save(folder.Path);
        var matrix = FeatureRun.Compute(dataset, new FeatureOptions { LookAround = true });
        Assert.Equal([2, 3, 2, float.NaN], matrix.Values("transactions_around_device_24h"));
        Assert.Equal([2, 2, 2, float.NaN], matrix.Values("accounts_around_device_24h"));
        Assert.Equal([1, 1, 0, float.NaN], matrix.Values("declines_around_device_24h"));
        Assert.All(matrix.Columns, c => Assert.False(c.Definition.Centered && c.Definition.Causal));
        Assert.DoesNotContain(FeatureCatalog.Default(dataset), f => f.Centered && f.InSpace);
    }

    [Fact]
    public void Compute_OtherOutcomes_ChangesNothing()
    {
        using var left = new TempFolder();
        using var right = new TempFolder();
        var fraud = FeatureRun.Compute(FeatureRun.RandomShop(3, 200, "fraud").Save(left.Path));
        var legitimate = FeatureRun.Compute(FeatureRun.RandomShop(3, 200, "legitimate").Save(right.Path));
        Assert.All(fraud.Columns, c => Assert.Equal(c.Values, legitimate.Values(c.Definition.Name)));
    }

    [Fact]
    public void Compute_OwnDecision_IsNotSeenByTheRowItself()
    {
        using var left = new TempFolder();
        using var right = new TempFolder();
        TestShop Shop(string last) => new TestShop().Pay("t1", "a", 0, device: "d", decision: "declined").Pay("t2", "a", 60, device: "d", decision: last);
        var declined = FeatureRun.Compute(Shop("declined").Save(left.Path));
        var approved = FeatureRun.Compute(Shop("approved").Save(right.Path));
        Assert.All(declined.Columns, c => Assert.Equal(c.Values, approved.Values(c.Definition.Name)));
        Assert.Equal([0f, 1f], declined.Values("declines_on_device_24h"));
    }

    [Theory]
    [InlineData("t.outcome")]
    [InlineData("t.decision")]
    [InlineData("(SELECT max(p.outcome) FROM transactions p WHERE p.row < t.row)")]
    public void Compute_OwnSqlOverWhatIsNotKnownThen_IsRefused(string sql)
    {
        using var folder = new TempFolder();
        var dataset = new TestShop().Pay("t1", "a", 0).Save(folder.Path);
        var options = new FeatureOptions { Own = [new FeatureDefinition { Name = "peek", Phrase = "peek", Unit = "text", Kind = Category.Kind, Sql = sql }] };
        Assert.Contains("'peek'", Assert.Throws<Engine.Core.InputException>(() => FeatureRun.Compute(dataset, options)).Message, StringComparison.Ordinal);
    }
}
