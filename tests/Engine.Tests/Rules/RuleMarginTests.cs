using Investigator.Engine.Features;
using Investigator.Engine.Rules;

namespace Investigator.Engine.Tests.Rules;

public class RuleMarginTests
{
    private static FeatureMatrix Matrix()
    {
        return new FeatureMatrix
        {
            Count = 6,
            Columns =
            [
                Column("count", "count", [0, 1, 2, 4, 8, float.NaN]),
                Column("amount", "currency", [10, 20, 30, 40, 100, 100]),
                Column("new", "yes or no", [0, 1, 0, 1, 1, 1]),
                Column("part", "share", [0, 0.05f, 0.09f, 0.2f, 0.5f, 1]),
                Column("kind", "text", [0, 0, 1, 1, 0, 1]) with { Levels = ["a", "b"] },
                Column("land", "text", [0, 1, 0, 1, 0, 1]) with { Levels = ["x", "y"] },
            ],
        };

        static FeatureColumn Column(string name, string unit, float[] values) =>
            new() { Definition = new FeatureDefinition { Name = name, Phrase = name, Unit = unit }, Values = values };
    }

    private static RowBits All => RowBits.Of(Enumerable.Range(0, Matrix().Count), Matrix().Count);

    /// <summary>At least 8 becomes at least 2, at least 4 at least 1, at least 2 says nothing; at most 40 becomes at most 70.</summary>
    [Theory]
    [InlineData("count", RuleOperator.AtLeast, 8, new[] { 2, 3, 4 })]
    [InlineData("count", RuleOperator.AtLeast, 4, new[] { 1, 2, 3, 4 })]
    [InlineData("count", RuleOperator.AtLeast, 2, new[] { 0, 1, 2, 3, 4 })]
    [InlineData("amount", RuleOperator.AtMost, 40, new[] { 0, 1, 2, 3 })]
    [InlineData("amount", RuleOperator.AtLeast, 100, new[] { 2, 3, 4, 5 })]
    [InlineData("part", RuleOperator.AtMost, 0, new[] { 0, 1, 2 })]
    [InlineData("part", RuleOperator.AtLeast, 1, new[] { 4, 5 })]
    [InlineData("new", RuleOperator.AtLeast, 1, new[] { 1, 3, 4, 5 })]
    public void Rows_OneThreshold_AreThoseOfALooserOne(string feature, RuleOperator op, double number, int[] expected) =>
        Assert.Equal(expected, RuleMargin.Rows(Matrix(), [new(feature, op, number)], All));

    [Fact]
    public void Rows_Categories_CountOnlyWhereThereIsNothingElse()
    {
        RuleCondition kind = new("kind", RuleOperator.Is, Category: "a"), land = new("land", RuleOperator.Is, Category: "x");
        Assert.Equal([2, 3, 4], RuleMargin.Rows(Matrix(), [new("count", RuleOperator.AtLeast, 8), kind], All));
        Assert.Equal([0, 1, 4], RuleMargin.Rows(Matrix(), [kind], All));
        // One of the two is enough.
        Assert.Equal([0, 1, 2, 4], RuleMargin.Rows(Matrix(), [kind, land], All));
    }
}
