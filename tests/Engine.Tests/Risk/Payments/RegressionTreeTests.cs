using Investigator.Engine.Risk.Payments;

namespace Investigator.Engine.Tests.Risk.Payments;

public class RegressionTreeTests
{
    /// <summary>x up to 2 goes left; else the levels 0 and 65 of a category go left, and who has none goes right.</summary>
    private static readonly RegressionTree Tree = new(
    [
        new TreeNode(0, 2, null, true, 1, 0.1, 5),
        new TreeNode(-1, 0, null, false, 0, -0.4, 0),
        new TreeNode(1, 0, [1, 2, 0, 0], false, 3, 0.5, 3),
        new TreeNode(-1, 0, null, false, 0, 0.9, 0),
        new TreeNode(-1, 0, null, false, 0, 0.2, 0),
    ]);

    [Theory]
    [InlineData(2, 7, -0.4, -0.5, 0)]
    [InlineData(float.NaN, 0, -0.4, -0.5, 0)]
    [InlineData(2.5f, 0, 0.9, 0.4, 0.4)]
    [InlineData(2.5f, 65, 0.9, 0.4, 0.4)]
    [InlineData(2.5f, 64, 0.2, 0.4, -0.3)]
    [InlineData(2.5f, 250, 0.2, 0.4, -0.3)]
    [InlineData(2.5f, float.NaN, 0.2, 0.4, -0.3)]
    public void Value_OfARow_IsTheRootAndWhatItsPathAdds(float x, float level, double value, double ofX, double ofLevel)
    {
        float[][] columns = [[x], [level]];
        var contributions = new double[2];
        Tree.Explain(columns, 0, contributions);
        Assert.Equal(value, Tree.Value(columns, 0), 12);
        Assert.Equal(ofX, contributions[0], 12);
        Assert.Equal(ofLevel, contributions[1], 12);
    }
}
