using System.Text.Json;
using CsCheck;
using Investigator.Engine.Core;
using Investigator.Engine.Features;
using Investigator.Engine.Rules;
using Investigator.Engine.Tables;
using Investigator.Engine.Tests.Risk;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Rules;

public class RuleExpressionTests
{
    private static readonly float[] EdgeValues =
    [
        float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0, -0f, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue,
        0.1f, 0.3f, -0.1f, 1, 2, 57.3f, 16777215, 16777216, 16777218, 1e10f,
    ];

    private static readonly string[] Levels = ["", "It's", "say \"no\"", "a, b", "line\nbreak", "ü", "other"];

    private static readonly Gen<float> GenValue = Gen.OneOf(Gen.OneOf(EdgeValues), Gen.Float[-100, 100], Gen.Int[-5, 5].Select(i => (float)i));

    private static readonly Gen<float> GenLevel = Gen.Int[-1, Levels.Length - 1].Select(i => i < 0 ? float.NaN : i);

    private static readonly Gen<FeatureMatrix> GenMatrix =
        from seed in Gen.Int[50, 250]
        from amounts in GenValue.Array[seed]
        from counts in GenValue.Array[seed]
        from flags in Gen.OneOf(0f, 1f, float.NaN).Array[seed]
        from browsers in GenLevel.Array[seed]
        select new FeatureMatrix
        {
            Count = seed,
            Columns =
            [
                Column("amount", "currency", amounts), Column("an \"odd\" name", "count", counts), Column("new_device", "yes or no", flags),
                Column("browser", "text", browsers) with { Levels = Levels },
            ],
        };

    private static readonly Gen<double> GenThreshold = Gen.OneOf(
        GenValue.Where(float.IsFinite).Select(v => (double)v)
            .SelectMany(v => Gen.OneOf(v, Math.BitIncrement(v), Math.BitDecrement(v), Math.Round(v, 2))),
        Gen.OneOf(0.1, 0.3, -0.1, 57.3, 16777217, 1e300, -1e300, double.Epsilon));

    private static readonly Gen<string> GenCategory = Gen.OneOf([.. Levels, "never seen", "a\0b"]);

    private static readonly Gen<string> GenNumberName = Gen.OneOf("amount", "an \"odd\" name", "new_device");

    private static readonly Gen<string> GenName = Gen.OneOf(GenNumberName, Gen.Const("browser"));

    private static readonly Gen<RuleOperator> GenComparison = Gen.OneOf(RuleOperator.AtLeast, RuleOperator.AtMost, RuleOperator.Above, RuleOperator.Below);

    private static readonly Gen<RuleExpression> GenLeaf = Gen.OneOf<RuleExpression>(
        Gen.Select(GenNumberName, GenComparison, GenThreshold, (name, op, number) => new RuleCondition(name, op, number)),
        Gen.Select(Gen.OneOf(RuleOperator.Is, RuleOperator.IsNot), GenCategory, (op, category) => new RuleCondition("browser", op, Category: category)),
        Gen.Select(Gen.OneOf(RuleOperator.In, RuleOperator.NotIn), GenCategory.Array[1, 4],
            (op, some) => new RuleCondition("browser", op) { Categories = some }),
        Gen.Select(GenName, Gen.OneOf(RuleOperator.Known, RuleOperator.Missing), (name, op) => new RuleCondition(name, op)));

    private static readonly Gen<RuleExpression> GenTree = Gen.Recursive<RuleExpression>((depth, inner) => depth > 3 ? GenLeaf : Gen.Frequency(
        (3, GenLeaf),
        (1, inner.Array[1, 3].Select(t => (RuleExpression)new AllOf(t))),
        (1, inner.Array[1, 3].Select(t => (RuleExpression)new AnyOf(t)))));

    private static FeatureColumn Column(string name, string unit, float[] values) =>
        new() { Definition = new FeatureDefinition { Name = name, Phrase = name, Unit = unit }, Values = values };

    [Fact]
    public void Expression_AnyTreeOnAnyRows_MatchesTheSameRowsOnArraysAsInDuckDb() =>
        Gen.Select(GenMatrix, GenTree.Array[20]).Sample(
            (features, trees) =>
            {
                using var folder = new TempFolder();
                FeatureTable.Write(folder.Path, features, Shop.Context);
                using var tables = TableConnection.Open();
                foreach (var tree in trees)
                {
                    var sql = $"SELECT row FROM read_parquet({Sql.Text(KnownFiles.Features.In(folder.Path))}) WHERE {RuleSql.Predicate(tree)} ORDER BY row";
                    Assert.Equal(RuleMatch.Rows(features, tree).Select(r => (long)r), tables.Query(sql, r => r.GetInt64(0)));
                }
            },
            iter: 60, threads: 1);

    [Fact]
    public void Expression_WrittenForALinkOrAsJson_IsReadAsTheSame() =>
        Gen.Select(GenMatrix, GenTree).Sample(
            (features, tree) =>
            {
                var fields = RuleSchema.Of(features);
                var text = RuleParser.Format(tree);
                Assert.Equal(text, RuleParser.Format(RuleParser.Parse(text, fields)));
                var json = JsonFile.Text(tree);
                Assert.Equal(json, JsonFile.Text(RuleParser.Check(JsonSerializer.Deserialize<RuleExpression>(json, JsonFile.Options)!, fields)));
            },
            iter: 500);

    [Theory]
    [InlineData("""{"feature":"amount","operator":"at_least","number":11,"category":null}""", "amount is at least 11.00")]
    [InlineData("""{"any":[{"feature":"browser","operator":"is","category":"ü"},{"all":[{"feature":"amount","operator":"missing"}]}]}""",
        "browser is ü or (amount is missing)")]
    public void Json_OfThisVersionAndTheLast_IsRead(string json, string words)
    {
        var fields = new RuleSchema([RuleField.OfFeature("amount", "amount", "currency", false), RuleField.OfFeature("browser", "browser", "text", true)]);
        Assert.Equal(words, RuleText.Words(fields, JsonSerializer.Deserialize<RuleExpression>(json, JsonFile.Options)!));
    }

    [Fact]
    public void Json_OfAPlainCondition_IsWrittenAsTheLastVersionDid() =>
        Assert.Equal(
            """{"feature":"amount","operator":"at_most","number":45,"category":null}""",
            JsonFile.Text(new RuleCondition("amount", RuleOperator.AtMost, 45)).ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal));

    [Fact]
    public void Rows_MissingValue_MeetsNothingButMissing()
    {
        FeatureColumn[] columns = [Column("x", "count", [float.NaN, 3]), Column("c", "text", [float.NaN, 0]) with { Levels = ["a"] }];
        var features = new FeatureMatrix { Count = 2, Columns = columns };
        Assert.Equal([0], RuleMatch.Rows(features, new RuleCondition("x", RuleOperator.Missing)));
        var either = new AnyOf([new RuleCondition("x", RuleOperator.Below, 100), new RuleCondition("c", RuleOperator.IsNot, Category: "b")]);
        Assert.Equal([1], RuleMatch.Rows(features, either));
        Assert.Equal([1], RuleMatch.Rows(features, new RuleCondition("c", RuleOperator.NotIn) { Categories = ["b", "d"] }));
    }

    [Fact]
    public void Groups_WithoutTerms_AreAllAndNone()
    {
        var features = new FeatureMatrix { Count = 2, Columns = [] };
        Assert.Equal([0, 1], RuleMatch.Rows(features, new AllOf([])));
        Assert.Empty(RuleMatch.Rows(features, new AnyOf([])));
        Assert.Equal(("true", "false"), (RuleSql.Predicate(new AllOf([])), RuleSql.Predicate(new AnyOf([]))));
    }
}
