using Investigator.Engine.Features;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Quality;

public class BaselineTreeTests
{
    [Fact]
    public void Learn_ThresholdWithinACategory_ScoresUnseenRowsByIt()
    {
        var random = new Random(2);
        var rows = Enumerable.Range(0, 4_000).Select(_ => (Amount: (float)random.NextDouble(), Level: (float)random.Next(3))).ToArray();
        bool IsFraud(int row) => rows[row].Level == 1 && rows[row].Amount > 0.7;
        var matrix = Matrix(
            4_000, ("amount", [.. rows.Select(static r => r.Amount)], null), ("browser", [.. rows.Select(static r => r.Level)], ["a", "b", "c"]));
        var tree = BaselineTree.Learn(matrix, [.. Enumerable.Range(0, 2_000)], IsFraud);
        var hidden = Enumerable.Range(2_000, 2_000).ToArray();
        Assert.InRange(Ranking.Auc([.. hidden.Select(tree.Score)], [.. hidden.Select(IsFraud)]), 0.98, 1);
    }

    [Fact]
    public void Learn_MissingValuesAreTheFrauds_FollowsThem()
    {
        var values = Enumerable.Range(0, 400).Select(static i => i % 8 == 0 ? float.NaN : i % 5).ToArray();
        var tree = BaselineTree.Learn(Matrix(400, ("pause", values, null)), [.. Enumerable.Range(0, 400)], static row => row % 8 == 0);
        Assert.Equal((1, 0), (tree.Score(0), tree.Score(1)));
    }

    [Fact]
    public void Learn_OneRareValueAmongManyEqualOnes_IsFound()
    {
        var values = Enumerable.Range(0, 20_000).Select(static i => i % 1_000 == 0 ? 7f : i % 2 == 0 ? 1f : 9f).ToArray();
        var tree = BaselineTree.Learn(Matrix(20_000, ("count", values, null)), [.. Enumerable.Range(0, 20_000)], static row => row % 1_000 == 0);
        Assert.Equal((1, 0, 0), (tree.Score(0), tree.Score(1), tree.Score(2)));
    }

    [Fact]
    public void Score_NothingKnown_IsZero() => Assert.Equal(0, BaselineTree.Learn(Matrix(1, ("count", [1f], null)), [], static _ => true).Score(0));

    private static FeatureMatrix Matrix(int count, params (string Name, float[] Values, string[]? Levels)[] columns) => new()
    {
        Count = count,
        Columns = [.. columns.Select(static c => new FeatureColumn
        {
            Definition = new FeatureDefinition { Name = c.Name, Phrase = c.Name, Unit = "number" },
            Values = c.Values,
            Levels = c.Levels,
        })],
    };
}
