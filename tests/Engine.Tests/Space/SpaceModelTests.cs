using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Features;
using Investigator.Engine.Space;
using Investigator.Engine.Tables;
using Investigator.Engine.Tests.Features;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Space;

public sealed class SpaceModelTests : IDisposable
{
    private const int Rows = 600;
    private const int Width = 5;
    private static readonly StageContext Context = new() { Threads = 2 };
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, HybridOptions> Kinds => new()
    {
        { "default", new HybridOptions() },
        { "components", new HybridOptions { Pca = 0.9 } },
        { "ranks", new HybridOptions { Scaling = FeatureScale.Quantile } },
        { "features alone", new HybridOptions { EmbeddingWeight = 0, RareLevel = 0.2 } },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Transform_RowsOfAShopOneByOne_GivesThePointsThatTheyHadInTheRun(string kind, HybridOptions options)
    {
        Assert.NotEmpty(kind);
        var shop = FeatureRun.RandomShop(4, Rows, FeatureRun.Mixed).Save(_folder.Path);
        var features = FeatureRun.Compute(shop);
        var (vectors, groups) = (Vectors(Rows), Groups(Rows));
        var outcomes = Array.ConvertAll(features.Values("amount"), static amount => amount > 100 ? Outcome.Fraud : Outcome.Legitimate);
        var space = Build(features, vectors, groups, options, OutcomeSample.Of(outcomes, [.. Enumerable.Range(0, Rows)]));
        Assert.Contains(space.Scale.Features, static f => f.Weight > 1);
        space.Save(_folder.Path);
        var model = SpaceModel.Load(_folder.Path);

        Assert.Equal(space.Dimensions, model.Dimensions);
        Assert.Equal(Bits(space.Points), Bits(model.Transform(features, vectors, groups, Context)));
        for (var i = 0; i < Rows; i++)
        {
            var point = model.Transform(Row(features, i), vectors[(i * Width)..((i + 1) * Width)], [groups[i]], Context);
            Assert.Equal(space.Points.Row(i).ToArray().Select(BitConverter.SingleToUInt32Bits), Bits(point));
        }
    }

    [Fact]
    public void Transform_WithoutGroups_StandsWhereRowsWithoutAGroupDo()
    {
        var model = Build(Amounts(), Vectors(Rows), Groups(Rows), new HybridOptions()).Model;
        var (none, first) = (Point([-1]), Point([0]));
        Assert.Equal(none, Point(null));
        Assert.Equal(12, model.Dimensions.Count(static d => d.StartsWith("entity_group", StringComparison.Ordinal)));
        Assert.All(none[^12..], static v => Assert.Equal(0, v));
        Assert.Equal(3, Math.Sqrt(first.Zip(none, static (a, b) => (a - b) * (a - b)).Sum()), 1e-5);

        float[] Point(int[]? groups) => model.Transform(Row(Amounts(), 7), Vectors(1), groups, Context).Row(0).ToArray();
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Transform_NumberThatIsMissing_StandsAtTheMedian(float value)
    {
        var space = Build(Amounts(), Vectors(Rows), null, new HybridOptions());
        Assert.Equal(0, Coordinate(space.Model, Number("amount", [value]), Category("country", ["be"], 0), "amount"));
        Assert.NotEqual(0, Coordinate(space.Model, Number("amount", [1e9f]), Category("country", ["be"], 0), "amount"));
    }

    [Fact]
    public void Transform_NumberBeyondAllOfTheFit_IsCutOff()
    {
        var model = Build(Amounts(), Vectors(Rows), null, new HybridOptions()).Model;
        float At(float amount) => Coordinate(model, Number("amount", [amount]), Category("country", ["be"], 0), "amount");
        Assert.Equal(At(3e38f), At(1e30f));
        Assert.True(At(1e30f) > At(100));
    }

    [Fact]
    public void Transform_BehaviourThatIsNoNumber_CountsAsZeroAsAtTheFit()
    {
        var vectors = Vectors(Rows);
        vectors[3 * Width] = float.NaN;
        var space = Build(Amounts(), vectors, null, new HybridOptions());
        var point = space.Model.Transform(Row(Amounts(), 3), [0, .. vectors[((3 * Width) + 1)..(4 * Width)]], null, Context);
        Assert.Equal(space.Points.Row(3).ToArray(), point.Row(0).ToArray());
    }

    [Fact]
    public void Transform_LevelsInAnotherOrder_AreFoundByName()
    {
        var model = Build(Amounts(), Vectors(Rows), null, new HybridOptions()).Model;
        var (amount, turned) = (Number("amount", [5]), new[] { "de", "be", "nl" });
        foreach (var dimension in (string[])["country=be", "country=nl", "country=de"])
        {
            Assert.Equal(Coordinate(model, amount, Category("country", ["be", "nl", "de"], 1), dimension),
                Coordinate(model, amount, Category("country", turned, 2), dimension));
        }
    }

    [Fact]
    public void Transform_LevelNeverSeen_IsARareOneOrOtherOrNoneOfTheKnown()
    {
        var amount = Number("amount", [5]);
        var missing = Category("country", ["be"], float.NaN);

        var plain = Fit(["be", "nl", "de"], new HybridOptions());
        Assert.All((string[])["country=be", "country=nl", "country=de"], dimension => Assert.Equal(
            Math.Min(
                Coordinate(plain, amount, Category("country", ["be"], 0), dimension), Coordinate(plain, amount, Category("country", ["nl"], 0), dimension)),
            Coordinate(plain, amount, Category("country", ["xx"], 0), dimension)));
        Assert.All((string[])["country=be", "country=nl"], dimension => Assert.Equal(0, Coordinate(plain, amount, missing, dimension)));

        var rare = Fit(["be", "nl", "de"], new HybridOptions { MaxLevels = 1 });
        Assert.Equal(Coordinate(rare, amount, Category("country", ["de"], 0), "country=(rare)"),
            Coordinate(rare, amount, Category("country", ["xx"], 0), "country=(rare)"));
        Assert.True(Coordinate(rare, amount, Category("country", ["xx"], 0), "country=(rare)") > 0);

        var other = Fit(["be", "nl", "other"], new HybridOptions());
        Assert.Equal(Coordinate(other, amount, Category("country", ["other"], 0), "country=other"),
            Coordinate(other, amount, Category("country", ["xx"], 0), "country=other"));
        Assert.True(Coordinate(other, amount, Category("country", ["xx"], 0), "country=other") > 0);

        static SpaceModel Fit(string[] levels, HybridOptions options) => Build(Amounts(levels), Vectors(Rows), null, options).Model;
    }

    [Fact]
    public void Transform_FeatureThatIsNotThere_SaysWhich()
    {
        var model = Build(Amounts(), Vectors(Rows), null, new HybridOptions()).Model;
        var error = Assert.Throws<InputException>(() => model.Transform(new FeatureMatrix { Count = 1, Columns = [Number("amount", [1])] }, Vectors(1), null,
            Context));
        Assert.Contains("country", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transform_FeatureOfAnotherKind_SaysBothKinds()
    {
        var model = Build(Amounts(), Vectors(Rows), null, new HybridOptions()).Model;
        var error = Assert.Throws<InputException>(() => Coordinate(model, Category("amount", ["be"], 0), Category("country", ["be"], 0), "amount"));
        Assert.Contains("a category", error.Message, StringComparison.Ordinal);
        Assert.Contains("a number", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transform_VectorsOfAnotherModel_SaysTheLength()
    {
        var model = Build(Amounts(), Vectors(Rows), null, new HybridOptions()).Model;
        var error = Assert.Throws<InputException>(() => model.Transform(Row(Amounts(), 0), new float[Width + 1], null, Context));
        Assert.Contains($"{Width}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FolderWithoutAModel_SaysSo() =>
        Assert.Contains("no model of a space", Assert.Throws<InputException>(() => SpaceModel.Load(_folder.Path)).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_ChangedModel_IsRefused()
    {
        Build(Amounts(), Vectors(Rows), null, new HybridOptions()).Save(_folder.Path);
        var path = KnownFiles.SpaceModel.In(_folder.Path);
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"amount\"", "\"amounts\"", StringComparison.Ordinal));
        Assert.Contains("changed", Assert.Throws<DamagedFileException>(() => SpaceModel.Load(_folder.Path)).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, HybridOptions> Arrays => new()
    {
        { KnownFiles.SpaceAxes.Name, new HybridOptions { Pca = 0.9 } },
        { KnownFiles.SpaceRankValues.Name, new HybridOptions { Scaling = FeatureScale.Quantile } },
        { KnownFiles.SpaceRankCounts.Name, new HybridOptions { Scaling = FeatureScale.Quantile } },
    };

    [Theory]
    [MemberData(nameof(Arrays))]
    public void Load_ArrayChangedOrLost_IsRefusedByName(string name, HybridOptions options)
    {
        Build(Amounts(), Vectors(Rows), null, options).Save(_folder.Path);
        var path = Path.Combine(_folder.Path, name);
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Contains(name, Assert.Throws<DamagedFileException>(() => SpaceModel.Load(_folder.Path)).Brief, StringComparison.Ordinal);
        File.Delete(path);
        Assert.Contains("missing", Assert.Throws<DamagedFileException>(() => SpaceModel.Load(_folder.Path)).Brief, StringComparison.Ordinal);
    }

    private static float Coordinate(SpaceModel model, FeatureColumn first, FeatureColumn second, string dimension) =>
        model.Transform(new FeatureMatrix { Count = 1, Columns = [second, first] }, Vectors(1), null, Context)
            .Row(0)[model.Dimensions.ToList().IndexOf(dimension)];

    private static HybridSpace Build(FeatureMatrix features, float[] vectors, int[]? groups, HybridOptions options, OutcomeSample? known = null) =>
        SpaceBuilder.Build(
            new BehaviorEmbedding { Vectors = vectors, Dimension = Width, Attention = [], Training = new TrainingReport(0, [], 0, 0) },
            features, groups, options, Context, known);

    private static float[] Vectors(int rows)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, rows * Width).Select(_ => random.NextSingle() - 0.3f)];
    }

    private static int[] Groups(int rows) => [.. Enumerable.Range(0, rows).Select(static i => i % 5 == 0 ? i % 7 : -1)];

    private static FeatureMatrix Amounts() => Amounts(["be", "nl", "de"]);

    private static FeatureMatrix Amounts(string[] levels) => new()
    {
        Count = Rows,
        Columns =
        [
            Number("amount", [.. Enumerable.Range(0, Rows).Select(static i => i % 50 == 0 ? float.NaN : (float)Math.Exp(i % 97 / 20.0))]),
            new FeatureColumn
            {
                Definition = Definition("country"), Levels = levels, Values = [.. Enumerable.Range(0, Rows).Select(static i => (float)(i % 3))],
            },
        ],
    };

    private static FeatureColumn Number(string name, float[] values) => new() { Definition = Definition(name), Values = values };

    private static FeatureColumn Category(string name, string[] levels, float value) =>
        new() { Definition = Definition(name), Levels = levels, Values = [value] };

    private static FeatureDefinition Definition(string name) => new() { Name = name, Phrase = name, Unit = Units.Number };

    private static FeatureMatrix Row(FeatureMatrix features, int row) =>
        new() { Count = 1, Columns = [.. features.Columns.Select(c => c with { Values = [c.Values[row]] })] };

    private static IEnumerable<uint> Bits(PointMatrix points) =>
        points.Runs.SelectMany(static run => run.ToArray()).Select(BitConverter.SingleToUInt32Bits).ToList();
}
