using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Features;
using Investigator.Engine.Space;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Space;

public class SpaceBuilderTests
{
    private const int Rows = 400;
    private static readonly Random Random = new(11);
    private static readonly float[] Amounts = [.. Enumerable.Range(0, Rows).Select(static i => (float)Math.Exp(Random.NextDouble() * 6))];
    private static readonly float[] Hours = [.. Enumerable.Range(0, Rows).Select(static i => (float)Random.NextDouble() * 24)];

    [Theory]
    [InlineData(0.5, 0.5)]
    [InlineData(1, 3)]
    [InlineData(0, 1)]
    public void Build_TwoBlocks_GivesEachItsShareOfTheVariance(double embeddingWeight, double featureWeight)
    {
        var space = Build(Behaviour(), [Number("amount", Amounts), Number("hour", Hours), Category("browser", Levels(3))],
            new HybridOptions { EmbeddingWeight = embeddingWeight, FeatureWeight = featureWeight });
        var behaviour = Enumerable.Range(0, space.Points.Dimension)
            .Where(c => space.Dimensions[c].StartsWith("embedding[", StringComparison.Ordinal)).Sum(c => Variance(space, c));
        var expert = Enumerable.Range(0, space.Points.Dimension).Sum(c => Variance(space, c)) - behaviour;
        Assert.Equal(embeddingWeight / (embeddingWeight + featureWeight), behaviour, 4);
        Assert.Equal(featureWeight / (embeddingWeight + featureWeight), expert, 4);
    }

    [Fact]
    public void Build_Categories_GetOneDimensionALevelAndRareOnesShareOne()
    {
        var levels = Levels(3);
        (levels[0], levels[1]) = (3, 4);
        var column = new FeatureColumn { Definition = Definition("browser"), Values = levels, Levels = ["a", "b", "c", "rare1", "rare2"] };
        var space = Build(Behaviour(), [column], new HybridOptions { RareLevel = 0.01 });
        Assert.Equal(["browser=a", "browser=b", "browser=c", "browser=(rare)"], space.Dimensions
            .Where(static d => d.StartsWith("browser", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .OrderBy(static d => d.Contains('(', StringComparison.Ordinal)));
        Assert.Contains(space.Notes, static note => note.Contains("2 rare levels", StringComparison.Ordinal));
    }

    [Fact]
    public void Build_ColumnsThatSayNothing_AreDroppedWithANote()
    {
        var space = Build(Behaviour(), [
            Number("constant", [.. Enumerable.Repeat(7f, Rows)]),
            Number("missing", [.. Enumerable.Repeat(float.NaN, Rows)]),
            Category("one_level", new float[Rows]),
            Category("no_level", [.. Enumerable.Repeat(float.NaN, Rows)]),
            Number("amount", Amounts)]);
        Assert.Equal(["amount"], space.Dimensions.Where(static d => !d.StartsWith("embedding", StringComparison.Ordinal)));
        foreach (var name in new[] { "constant", "missing", "one_level", "no_level" })
        {
            Assert.Contains(space.Notes, note => note.StartsWith(name + ":", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Build_ShownOnlyFeatures_StayOutOfTheSpace()
    {
        var shown = Number("later_chargebacks", Amounts);
        var space = Build(Behaviour(), [shown with { Definition = shown.Definition with { InSpace = false } }, Number("hour", Hours)]);
        Assert.DoesNotContain("later_chargebacks", space.Dimensions);
        Assert.Contains("hour", space.Dimensions);
    }

    [Fact]
    public void Build_MissingAndInfiniteValues_StandAtTheCentre()
    {
        var values = (float[])Hours.Clone();
        (values[3], values[4], values[5]) = (float.NaN, float.PositiveInfinity, float.NegativeInfinity);
        var space = Build(Behaviour(), [Number("hour", values), Category("browser", [.. Levels(3).Select(static (v, i) => i == 3 ? float.NaN : v)])]);
        Assert.All(Values(space), static v => Assert.True(float.IsFinite(v)));
        foreach (var row in new[] { 3, 4, 5 }) Assert.Equal(0, space.Points.Row(row)[space.Dimensions.ToList().IndexOf("hour")]);
        Assert.Equal(0, space.Points.Row(3)[space.Dimensions.ToList().IndexOf("browser=a")]);
        Assert.Contains(space.Notes, static note => note.StartsWith("hour: 3 of 400 rows", StringComparison.Ordinal));
    }

    [Fact]
    public void Build_OneHugeValue_IsCutOffAndTheOthersKeepTheirSpread()
    {
        var values = (float[])Hours.Clone();
        values[0] = 3e38f;
        var space = Build(Behaviour(), [Number("hour", values)]);
        var column = space.Points.Dimension - 1;
        var rest = Enumerable.Range(1, Rows - 1).Select(i => space.Points.Row(i)[column]).ToArray();
        Assert.InRange(rest.Max() - rest.Min(), 1, 100);
        Assert.InRange(space.Points.Row(0)[column], rest.Max(), 3 * (rest.Max() - rest.Min()));
    }

    [Fact]
    public void Build_MoneyWithALongTail_SpreadsSmallAmountsToo()
    {
        var space = Build(Behaviour(), [Number("amount", Amounts)]);
        var column = space.Points.Dimension - 1;
        var order = Enumerable.Range(0, Rows).OrderBy(static i => Amounts[i]).ToArray();
        float At(double q) => space.Points.Row(order[(int)(q * (Rows - 1))])[column];
        Assert.InRange((At(0.75) - At(0.5)) / (At(0.5) - At(0.25)), 0.5, 2);
    }

    [Fact]
    public void Build_NoEvents_LeavesTheFeaturesAlone()
    {
        var space = Build(new BehaviorEmbedding { Vectors = new float[Rows * 8], Dimension = 8, Attention = [], Training = new TrainingReport(0, [], 0, 0) },
            [Number("amount", Amounts)]);
        Assert.Equal(["amount"], space.Dimensions);
        Assert.Contains(space.Notes, static note => note.StartsWith("embedding:", StringComparison.Ordinal));
    }

    [Fact]
    public void Build_NothingTellsRowsApart_GivesEveryRowTheSamePoint()
    {
        var space = Build(new BehaviorEmbedding { Vectors = new float[Rows * 8], Dimension = 8, Attention = [], Training = new TrainingReport(0, [], 0, 0) },
            []);
        Assert.Equal((Rows, 1), (space.Points.Count, space.Points.Dimension));
        Assert.All(Values(space), static v => Assert.Equal(0, v));
    }

    [Fact]
    public void Build_NoRows_GivesNoPoints()
    {
        var space = SpaceBuilder.Build(new BehaviorEmbedding { Vectors = [], Dimension = 8, Attention = [], Training = new TrainingReport(0, [], 0, 0) },
            new FeatureMatrix { Count = 0, Columns = [Number("amount", [])] }, null, new HybridOptions(), new StageContext());
        Assert.Equal(0, space.Points.Count);
    }

    [Fact]
    public void Build_NearlyConstantColumn_IsDroppedWithANoteThatCounts()
    {
        var values = new float[Rows];
        (values[3], values[9]) = (5, float.NaN);
        var options = new HybridOptions { NearConstant = 0.01 };
        var space = Build(Behaviour(), [Number("flag", values), Number("hour", Hours)], options);
        Assert.DoesNotContain("flag", space.Dimensions);
        Assert.Contains("flag: dropped, only 1 of 400 rows differ from the rest", space.Scale.Dropped);
        Assert.Contains("flag", Build(Behaviour(), [Number("flag", values)]).Dimensions);
    }

    [Theory]
    [InlineData(FeatureScale.Quantile, "quantile")]
    [InlineData(FeatureScale.Log, "log")]
    [InlineData(FeatureScale.Robust, "robust")]
    public void Build_ScaleAskedOfTheFeature_IsTakenBeforeTheOptions(FeatureScale scale, string said)
    {
        var column = Number("hour", Hours);
        var space = Build(Behaviour(), [column with { Definition = column.Definition with { Scale = scale } }],
            new HybridOptions { Scaling = FeatureScale.Robust });
        Assert.Equal(said, space.Scale.Features.Single(f => f.Feature == "hour").Scale);
    }

    [Fact]
    public void Build_Quantile_SpreadsRanksEvenlyAndKeepsTiesTogether()
    {
        var values = (float[])Amounts.Clone();
        (values[0], values[1]) = (values[2], values[2]);
        var space = Build(Behaviour(), [Number("amount", values)], new HybridOptions { Scaling = FeatureScale.Quantile });
        var column = space.Points.Dimension - 1;
        var order = Enumerable.Range(0, Rows).OrderBy(i => values[i]).ToArray();
        float At(double q) => space.Points.Row(order[(int)(q * (Rows - 1))])[column];
        Assert.Equal(1, (At(0.99) - At(0.5)) / (At(0.5) - At(0.01)), 0.05);
        Assert.Equal(space.Points.Row(0)[column], space.Points.Row(2)[column]);
    }

    [Fact]
    public void Build_Report_SharesAreThoseOfRandomPairsAndAddUp()
    {
        var space = Build(Behaviour(), [Number("amount", Amounts), Number("hour", Hours), Category("browser", Levels(3))],
            new HybridOptions { EmbeddingWeight = 0.6, FeatureWeight = 0.4 });
        Assert.Equal(["embedding", "features"], space.Scale.Blocks.Select(b => b.Block));
        Assert.Equal(0.6, space.Scale.Blocks[0].Share, 4);
        Assert.Equal(1, space.Scale.Features.Sum(f => f.Share), 6);
        Assert.Equal(3, space.Scale.Features.Single(f => f.Feature == "browser").Dimensions);

        // Every pair of rows, from the points themselves.
        var (sums, total) = (new double[space.Points.Dimension], 0.0);
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < i; j++)
            {
                for (var c = 0; c < space.Points.Dimension; c++) sums[c] += Math.Pow(space.Points.Row(i)[c] - space.Points.Row(j)[c], 2);
            }
        }

        total = sums.Sum();
        double Seen(string feature) => Enumerable.Range(0, space.Points.Dimension)
            .Where(c => space.Dimensions[c].Split('=')[0] == feature).Sum(c => sums[c]) / total;
        foreach (var feature in (string[])["amount", "hour", "browser"])
        {
            Assert.Equal(Seen(feature), space.Scale.Features.Single(f => f.Feature == feature).Share, 5);
        }
        Assert.Equal(Math.Sqrt(total / (Rows * (Rows - 1) / 2.0)), space.Scale.TypicalDistance, 0.01);
    }

    [Fact]
    public void Build_Pca_HoldsTheShareAskedForInFewerDimensions()
    {
        // Five columns of the same number: one axis holds them all.
        FeatureColumn[] columns = [.. Enumerable.Range(0, 5).Select(i => Number("hour" + i, Hours)), Number("amount", Amounts)];
        var whole = Build(Behaviour(), columns);
        var space = Build(Behaviour(), columns, new HybridOptions { Pca = 0.9 });
        Assert.True(space.Points.Dimension < whole.Points.Dimension - 3);
        Assert.Equal((14, space.Points.Dimension), (space.Scale.Components!.From, space.Scale.Components.To));
        Assert.InRange(space.Scale.Components.Kept, 0.9, 0.999);
        Assert.Equal(space.Scale.Components.Kept, Enumerable.Range(0, space.Points.Dimension).Sum(c => Variance(space, c)), 4);
        Assert.Contains(space.Notes, n => n.Contains("principal components stand for 14 dimensions", StringComparison.Ordinal));
    }

    [Fact]
    public void Build_PcaThatKeepsAll_KeepsEveryDistance()
    {
        FeatureColumn[] columns = [Number("hour", Hours), Number("amount", Amounts), Category("browser", Levels(3))];
        var (whole, turned) = (Build(Behaviour(), columns), Build(Behaviour(), columns, new HybridOptions { Pca = 1 }));
        Assert.True(turned.Points.Dimension < whole.Points.Dimension); // the three levels of a category span two dimensions
        for (var i = 1; i < Rows; i++) Assert.Equal(Distance(whole, 0, i), Distance(turned, 0, i), 1e-4);
    }

    [Fact]
    public void Build_PcaOnOneThreadOrFour_GivesTheSameBits()
    {
        HybridSpace With(int threads) => SpaceBuilder.Build(Behaviour(), new FeatureMatrix { Count = Rows, Columns = [Number("amount", Amounts)] }, null,
            new HybridOptions { Pca = 0.8 }, new StageContext { Threads = threads });
        Assert.Equal(Values(With(1)), Values(With(4)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Validate_PcaOutOfRange_SaysSo(double pca) =>
        Assert.Contains("option pca ", Assert.Throws<InputException>(new HybridOptions { Pca = pca }.Validate).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_AfterSave_GivesTheSameSpaceAndReport()
    {
        using var folder = new TempFolder();
        var space = Build(Behaviour(), [Number("amount", Amounts), Number("same", new float[Rows])], new HybridOptions { Pca = 0.8 });
        space.Save(folder.Path);
        var loaded = HybridSpace.Load(folder.Path);
        Assert.Equal(Values(space), Values(loaded));
        Assert.Equal(space.Scale.Features, loaded.Scale.Features);
        Assert.Equal(space.Scale.Blocks, loaded.Scale.Blocks);
        Assert.Equal((space.Scale.Components, space.Scale.TypicalDistance), (loaded.Scale.Components, loaded.Scale.TypicalDistance));
        Assert.Equal(["same: dropped, the same value everywhere"], loaded.Scale.Dropped);
    }

    [Fact]
    public void Build_RowsThatDoNotMatch_SaysSo() =>
        Assert.Throws<InputException>(() => SpaceBuilder.Build(Behaviour(), new FeatureMatrix { Count = 3, Columns = [] }, null, new HybridOptions(),
            new StageContext()));

    [Fact]
    public void Build_NoWeightAtAll_SaysSo() =>
        Assert.Throws<InputException>(() => Build(Behaviour(), [], new HybridOptions { EmbeddingWeight = 0, FeatureWeight = 0 }));

    private static HybridSpace Build(BehaviorEmbedding embedding, FeatureColumn[] columns, HybridOptions? options = null) =>
        SpaceBuilder.Build(embedding, new FeatureMatrix { Count = Rows, Columns = columns }, null, options ?? new HybridOptions(), new StageContext());

    private static BehaviorEmbedding Behaviour()
    {
        var random = new Random(2);
        return new BehaviorEmbedding
        {
            Vectors = [.. Enumerable.Range(0, Rows * 8).Select(_ => random.NextSingle() - 0.3f)],
            Dimension = 8,
            Attention = [],
            Training = new TrainingReport(Rows, [], 1, 1)
        };
    }

    private static float[] Levels(int levels) => [.. Enumerable.Range(0, Rows).Select(i => (float)(i % levels))];

    private static FeatureDefinition Definition(string name) => new() { Name = name, Phrase = name, Unit = "count" };

    private static FeatureColumn Number(string name, float[] values) => new() { Definition = Definition(name), Values = values };

    private static FeatureColumn Category(string name, float[] values) => new() { Definition = Definition(name), Values = values, Levels = ["a", "b", "c"] };

    private static double Distance(HybridSpace space, int i, int j) =>
        Math.Sqrt(Enumerable.Range(0, space.Points.Dimension).Sum(c => Math.Pow(space.Points.Row(i)[c] - space.Points.Row(j)[c], 2)));

    private static float[] Values(HybridSpace space) => [.. space.Points.Runs.SelectMany(static run => run.ToArray())];

    private static double Variance(HybridSpace space, int column)
    {
        var values = Enumerable.Range(0, space.Points.Count).Select(i => (double)space.Points.Row(i)[column]).ToArray();
        var mean = values.Average();
        return values.Average(v => (v - mean) * (v - mean));
    }
}
