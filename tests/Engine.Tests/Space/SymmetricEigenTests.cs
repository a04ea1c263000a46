using Investigator.Engine.Space;

namespace Investigator.Engine.Tests.Space;

public class SymmetricEigenTests
{
    [Fact]
    public void Solve_TwoByTwo_IsWhatOneReckonsByHand()
    {
        var (axes, values) = SymmetricEigen.Solve([[2, 1], [1, 2]]);
        Assert.Equal(3, values[0], 12);
        Assert.Equal(1, values[1], 12);
        Assert.Equal(Math.Sqrt(0.5), axes[0][0], 12);
        Assert.Equal(Math.Sqrt(0.5), axes[0][1], 12);
    }

    [Fact]
    public void Solve_RandomMatrix_IsRebuiltFromItsAxes()
    {
        const int D = 40;
        var random = new Random(3);
        var matrix = new double[D][];
        for (var i = 0; i < D; i++) matrix[i] = new double[D];
        for (var i = 0; i < D; i++)
        {
            for (var j = i; j < D; j++) matrix[i][j] = matrix[j][i] = random.NextDouble() - 0.5;
        }

        var (axes, values) = SymmetricEigen.Solve(matrix);
        Assert.Equal(values.OrderDescending(), values);
        for (var i = 0; i < D; i++)
        {
            for (var j = 0; j < D; j++)
            {
                Assert.Equal(matrix[i][j], Enumerable.Range(0, D).Sum(k => values[k] * axes[k][i] * axes[k][j]), 10);
                Assert.Equal(i == j ? 1 : 0, Enumerable.Range(0, D).Sum(k => axes[i][k] * axes[j][k]), 10);
            }
        }
    }

    [Fact]
    public void Solve_AllZeroOrNothing_HasZeroes()
    {
        Assert.Equal([0, 0], SymmetricEigen.Solve([[0, 0], [0, 0]]).Values);
        Assert.Empty(SymmetricEigen.Solve([]).Values);
    }
}
