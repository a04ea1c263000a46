using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Tables;

public sealed class TableConnectionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void OpenForPage_MoreThanMemoryHolds_IsSpilledAndNothingOfItStays()
    {
        using (var tables = TableConnection.OpenForPage(_folder.Path))
        {
            tables.Execute("SET memory_limit = '64MB'");
            var sorted = $"COPY (SELECT range, md5(range::VARCHAR) AS text FROM range(1500000) ORDER BY hash(range)) TO {Sql.Text(_folder.File("out.csv"))}";
            Assert.Equal(1_500_000, tables.Execute(sorted));
        }

        Assert.Equal(["out.csv"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Open_WithoutScratch_SpillsNowhere()
    {
        using var tables = TableConnection.Open();
        Assert.Equal("", tables.Scalar<string>("SELECT current_setting('temp_directory')"));
    }
}
