using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Matrices;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Ingest.Matrices;

public sealed class MatrixFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("x,y\n1,2\n3,4.5\n")]
    [InlineData("1,2\r\n3,4.5\r\n")]
    [InlineData("1;2\n3;4.5")]
    public void Read_Csv_WithHeaderOrWithout_GivesRows(string text)
    {
        var matrix = MatrixFile.Read(Write("m.csv", text)).Points;
        Assert.Equal([1, 2, 3, 4.5f], matrix.Runs.Single().ToArray());
        Assert.Equal((2, 2), (matrix.Count, matrix.Dimension));
    }

    [Theory]
    [InlineData("SELECT i AS x, (i * 2)::DOUBLE AS \"y z\" FROM range(3) r(i)")]
    [InlineData("SELECT [i, i * 2] AS v FROM range(3) r(i)")]
    [InlineData("SELECT [i, i * 2]::FLOAT[2] AS v FROM range(3) r(i)")]
    public void Read_Parquet_ColumnsOrLists_GivesRows(string sql)
    {
        var matrix = MatrixFile.Read(Parquet(sql)).Points;
        Assert.Equal([0, 0, 1, 2, 2, 4], matrix.Runs.Single().ToArray());
        Assert.Equal((3, 2), (matrix.Count, matrix.Dimension));
    }

    [Theory]
    [InlineData("x,y\n1,2\n3,NaN\n", 2, "y", "NaN")]
    [InlineData("x,y\n1,2\n3,4\n-inf,4\n", 3, "x", "-inf")]
    [InlineData("x,y\n1,\n", 1, "y", "")]
    [InlineData("x,y\n1,two\n", 1, "y", "two")]
    [InlineData("1,2\n1,1e400\n", 2, "2", "1e400")]
    public void Read_CellThatIsNoFiniteNumber_IsNamed(string text, long row, string column, string value)
    {
        var file = Write("m.csv", text);
        var error = Assert.Throws<InputException>(() => MatrixFile.Read(file));
        Assert.Equal((row, column, value), (error.Row, error.Column, error.Value));
    }

    [Fact]
    public void Read_NpyWithNaN_IsNamed()
    {
        NpyFile.Write<float>(_folder.File("m.npy"), [1, 2, 3, float.NaN, 5, 6], 3, 2);
        var error = Assert.Throws<InputException>(() => MatrixFile.Read(_folder.File("m.npy")));
        Assert.Equal((2, "2", "NaN"), (error.Row, error.Column, error.Value));
        NpyFile.Write<double>(_folder.File("m.npy"), [1, 2], 2, 1);
        Assert.Equal([1f, 2f], MatrixFile.Read(_folder.File("m.npy")).Points.Runs.Single().ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("x,y\n")]
    [InlineData("x,y\n1,2\n3\n")]
    [InlineData("\0\0\0")]
    public void Read_NoMatrix_SaysSo(string text)
    {
        var file = Write("m.csv", text);
        Assert.Equal(file, Assert.Throws<InputException>(() => MatrixFile.Read(file)).File);
    }

    [Fact]
    public void Read_ListsOfDifferentLength_NamesTheRow()
    {
        var file = Parquet("SELECT CASE WHEN i = 2 THEN [1.0] ELSE [1.0, 2.0] END AS v FROM range(3) r(i)");
        Assert.Equal(3, Assert.Throws<InputException>(() => MatrixFile.Read(file)).Row);
    }

    [Fact]
    public void Write_Labels_IsCsvInRowOrder()
    {
        LabelsFile.Write(_folder.File("labels.csv"), [0, -1, 3], [1, 0, 0.25f], [0.5f, 1, 0]);
        Assert.Equal("row,label,probability,outlier_score\n0,0,1.0,0.5\n1,-1,0.0,1.0\n2,3,0.25,0.0\n", File.ReadAllText(_folder.File("labels.csv")));
        Assert.Equal([_folder.File("labels.csv")], Directory.GetFiles(_folder.Path));
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
