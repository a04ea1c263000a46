using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Matrices;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Ingest.Matrices;

/// <summary>Which columns a matrix has: headers, indexes, columns without numbers, and rows to place.</summary>
public sealed class MatrixColumnsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("0.5,\n1,2\n3,4\n", "2", "")]
    [InlineData(",0.5\n1,2\n3,4\n", "1", "")]
    [InlineData("7,\n1,2\n3,4\n", "2", "")]
    [InlineData("0.5,NA\n1,2\n3,4\n", "2", "NA")]
    [InlineData("0.5,x\n1,2\n3,4\n", "2", "x")]
    public void Read_FirstRowLacksACell_NamesItAsInAnyRow(string text, string column, string value)
    {
        var error = Assert.Throws<InputException>(() => MatrixFile.Read(Write("m.csv", text)));
        Assert.Equal((1, column, value), (error.Row, error.Column, error.Value));
    }

    [Theory]
    [InlineData("x,y\n1,2\n", "x,y", 1)]
    [InlineData("id,2019,2020\n1,2,3\n", "id,2019,2020", 1)]
    [InlineData("x,\n1,2\n", "x,column_2", 1)]
    [InlineData("0,1,2\n5,6,7\n", "0,1,2", 1)]
    [InlineData("0,1\n5,6\n", null, 2)]
    [InlineData("1e3,-5\n5,6\n", null, 2)]
    public void Read_FirstLine_IsAHeaderOrARow(string text, string? names, int rows)
    {
        var matrix = MatrixFile.Read(Write("m.csv", text));
        Assert.Equal(names, matrix.Columns is null ? null : string.Join(',', matrix.Columns));
        Assert.Equal(rows, matrix.Points.Count);
    }

    [Theory]
    [InlineData(",x,y\n0,5.5,1\n1,6.5,2\n2,7.5,3\n", "x,y")]
    [InlineData("\"\",x,y\n\"1\",5.5,1\n\"2\",6.5,2\n", "x,y")]
    [InlineData("Unnamed: 0,x,y\n14,5.5,1\n3,6.5,2\n9,7.5,3\n", "x,y")]
    [InlineData(",x,y\nMazda,5.5,1\nFiat,6.5,2\n", "x,y")]
    [InlineData(",0,1\n0,5.5,1\n1,6.5,2\n", "0,1")]
    public void Read_IndexWithoutAName_IsLeftOutAndSaid(string text, string names)
    {
        var matrix = MatrixFile.Read(Write("m.csv", text));
        Assert.Equal(names, string.Join(',', matrix.Columns!));
        Assert.Equal([5.5f, 1], matrix.Points.Row(0).ToArray());
        Assert.Contains(matrix.Notes, static note => note.Contains("left out", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("index,x\n0,5.5\n1,6.5\n", 2)]
    [InlineData(",x\n0.5,5.5\n1,6.5\n", 2)]
    [InlineData(",x\n7,5.5\n7,6.5\n", 2)]
    [InlineData("0,5.5\n1,6.5\n", 2)]
    public void Read_ColumnThatMayBeData_IsKept(string text, int columns) =>
        Assert.Equal(columns, MatrixFile.Read(Write("m.csv", text)).Points.Dimension);

    [Fact]
    public void Read_ParquetIndexOfADataFrame_IsLeftOut()
    {
        var matrix = MatrixFile.Read(Parquet("SELECT i * 0.5 AS x, 10 + i * i AS __index_level_0__ FROM range(3) r(i)"));
        Assert.Equal(["x"], matrix.Columns!);
        Assert.Equal([0, 0.5f, 1], matrix.Points.Runs.Single().ToArray());
    }

    [Fact]
    public void Read_NamedCounter_IsKeptAndSaid()
    {
        var matrix = MatrixFile.Read(Write("m.csv", "id,x\n" + string.Concat(Enumerable.Range(1, 20).Select(static i => $"{i},{i * i % 7}\n"))));
        Assert.Equal(2, matrix.Points.Dimension);
        Assert.Contains("'id' counts the rows", Assert.Single(matrix.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x,name\n1,Ann\n2,Bo\n", "name", "the column holds text, not numbers")]
    [InlineData("x,gap\n1,\n2,\n", "gap", "the column is empty")]
    [InlineData("x,y\n1,2\n2,\n", "y", "the cell is empty")]
    public void Read_ColumnWithoutNumbers_SaysWhatItIs(string text, string column, string what)
    {
        var error = Assert.Throws<InputException>(() => MatrixFile.Read(Write("m.csv", text)));
        Assert.Equal(column, error.Column);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ParquetTimes_AreNamed()
    {
        var file = Parquet("SELECT i AS x, TIMESTAMP '2024-01-01' AS seen FROM range(3) r(i)");
        Assert.Equal("seen", Assert.Throws<InputException>(() => MatrixFile.Read(file)).Column);
    }

    [Theory]
    [InlineData("y,x\n2,1\n4,3\n")]
    [InlineData("x,y\n1,2\n3,4\n")]
    [InlineData("1,2\n3,4\n")]
    [InlineData(",y,x\n70,2,1\n12,4,3\n")]
    public void ReadLike_SameColumnsInAnyOrder_AreMatchedByName(string text)
    {
        var known = MatrixFile.Read(Write("known.csv", "x,y\n5,6\n7,8\n"));
        Assert.Equal([1, 2, 3, 4], MatrixFile.ReadLike(known, Write("more.csv", text)).Points.Runs.Single().ToArray());
    }

    [Theory]
    [InlineData("x,z\n1,2\n", "y", "missing")]
    [InlineData("x\n1\n", "y", "missing")]
    [InlineData("x,y,z\n1,2,3\n", "z", "no such column")]
    [InlineData("x,y,y\n1,2,3\n", "y", "more than once")]
    [InlineData("1,2,3\n", null, "another number of columns")]
    public void ReadLike_OtherColumns_AreRefusedByName(string text, string? column, string says)
    {
        var known = MatrixFile.Read(Write("known.csv", "x,y\n5,6\n7,8\n"));
        var error = Assert.Throws<InputException>(() => MatrixFile.ReadLike(known, Write("more.csv", text)));
        Assert.Equal(column, error.Column);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }

    private string Parquet(string sql)
    {
        using var connection = TableConnection.Open(threads: 1);
        connection.Execute($"COPY ({sql}) TO {Sql.Text(_folder.File("m.parquet"))} (FORMAT parquet)");
        return _folder.File("m.parquet");
    }
}
