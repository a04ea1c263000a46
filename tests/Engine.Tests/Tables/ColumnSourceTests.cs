using DuckDB.NET.Data;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Tables;

public class ColumnSourceTests
{
    private static readonly string[] Levels = ["be", "", "naïve \"ü\" 漢字", new('x', 300)];

    /// <summary>Fewer than a vector, a whole one, and several with a rest.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2_048)]
    [InlineData(10_007)]
    public void Select_OfAllColumns_GivesEachRowInOrderWithItsValues(int rows)
    {
        float[] numbers = [.. Enumerable.Range(0, rows).Select(static i => i % 3 == 0 ? float.NaN : i == 1 ? float.PositiveInfinity : i / 7f)];
        float[] levels = [.. Enumerable.Range(0, rows).Select(static i => i % 5 == 4 ? float.NaN : i % 5)];
        var read = 0;
        using var tables = TableConnection.Open();
        ColumnSource.Register(tables, "source", [new("a number", numbers, null), new("text", levels, Levels)], rows, count => read += count);
        var found = tables.Query("SELECT row, \"a number\", text FROM source()", static r =>
            (r.GetInt64(0), r.IsDBNull(1) ? float.NaN : r.GetFloat(1), r.IsDBNull(2) ? null : r.GetString(2)));
        Assert.Equal(Enumerable.Range(0, rows).Select(i => ((long)i, numbers[i], float.IsNaN(levels[i]) ? null : Levels[(int)levels[i]])), found);
        Assert.Equal(rows, read);
    }

    [Fact]
    public void Select_Twice_StartsFromTheFirstRow()
    {
        using var tables = TableConnection.Open();
        ColumnSource.Register(tables, "source", [new("v", [.. Enumerable.Range(0, 5_000).Select(static i => (float)i)], null)], 5_000);
        for (var turn = 0; turn < 2; turn++) Assert.Equal(5_000 * 4_999 / 2.0, tables.Scalar<double>("SELECT sum(v::DOUBLE) FROM source()"));
    }

    [Fact]
    public void Select_WhenWhoCountsTheRowsThrows_EndsWithThatError()
    {
        using var tables = TableConnection.Open();
        ColumnSource.Register(tables, "source", [new("v", new float[5_000], null)], 5_000, static _ => throw new OperationCanceledException("enough of it"));
        var error = Assert.Throws<DuckDBException>(() => tables.Execute("CREATE TABLE copy AS SELECT * FROM source()"));
        Assert.Contains("enough of it", error.Message, StringComparison.Ordinal);
    }
}
