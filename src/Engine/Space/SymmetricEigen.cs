namespace Investigator.Engine.Space;

/// <summary>
/// Eigenvectors of a symmetric matrix by Jacobi's cyclic rotations (Golub and Van Loan, Matrix Computations, section 8.5): slow for thousands of columns, exact
/// to rounding and always converging for hundreds.
/// </summary>
internal static class SymmetricEigen
{
    private const int MaxSweeps = 60;

    /// <param name="matrix"><c>[d][d]</c> symmetric; left as it was.</param>
    /// <returns><c>[d][d]</c> one axis per row, of length 1, by falling value, the largest component of each axis positive; and the eigenvalues.</returns>
    public static (double[][] Axes, double[] Values) Solve(double[][] matrix)
    {
        var d = matrix.Length;
        var a = Array.ConvertAll(matrix, static row => (double[])row.Clone());
        var axes = new double[d][];
        for (var i = 0; i < d; i++) (axes[i] = new double[d])[i] = 1;
        var scale = a.Sum(static row => row.Sum(static v => v * v));
        for (var sweep = 0; sweep < MaxSweeps && OffDiagonal(a) > 1e-24 * scale; sweep++)
        {
            for (var p = 0; p < d - 1; p++)
            {
                for (var q = p + 1; q < d; q++) Rotate(a, axes, p, q);
            }
        }

        var order = Enumerable.Range(0, d).OrderByDescending(i => a[i][i]).ThenBy(static i => i).ToArray();
        return (Array.ConvertAll(order, i => Signed(axes[i])), Array.ConvertAll(order, i => a[i][i]));
    }

    private static double OffDiagonal(double[][] a)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            for (var j = 0; j < a.Length; j++) if (i != j) sum += a[i][j] * a[i][j];
        }

        return sum;
    }

    /// <summary>Rotates rows and columns p and q so that their common entry becomes 0.</summary>
    private static void Rotate(double[][] a, double[][] axes, int p, int q)
    {
        if (a[p][q] == 0) return;
        var theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        var tangent = Math.CopySign(1, theta) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        var cosine = 1 / Math.Sqrt((tangent * tangent) + 1);
        var sine = tangent * cosine;
        foreach (var row in a) (row[p], row[q]) = ((cosine * row[p]) - (sine * row[q]), (sine * row[p]) + (cosine * row[q]));
        Turn(a[p], a[q], cosine, sine);
        Turn(axes[p], axes[q], cosine, sine);
        a[p][q] = a[q][p] = 0;
    }

    private static void Turn(double[] p, double[] q, double cosine, double sine)
    {
        for (var k = 0; k < p.Length; k++) (p[k], q[k]) = ((cosine * p[k]) - (sine * q[k]), (sine * p[k]) + (cosine * q[k]));
    }

    private static double[] Signed(double[] axis)
    {
        var largest = axis.MaxBy(Math.Abs);
        return largest < 0 ? Array.ConvertAll(axis, static v => -v) : axis;
    }
}
