using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Tables;

public sealed class SqlPathTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Parquet_FolderThatIsAPatternAndAPartition_IsReadAsItIs()
    {
        var folder = Directory.CreateDirectory(_folder.File("n=7[1]")).FullName;
        using var connection = TableConnection.Open(threads: 1);
        foreach (var i in (int[])[1, 2]) connection.Execute($"COPY (SELECT {i} AS n) TO {Sql.Text(Path.Combine(folder, $"t-{i}.parquet"))} (FORMAT parquet)");

        Assert.Equal([1], connection.Query($"SELECT n FROM {Sql.Parquet(Path.Combine(folder, "t-1.parquet"))}", static r => r.GetInt32(0)));
        Assert.Equal([1, 2], connection.Query($"SELECT n FROM {Sql.ParquetFiles(folder, "t-*.parquet")} ORDER BY n", static r => r.GetInt32(0)));
    }
}
