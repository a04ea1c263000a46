using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Tables;

public sealed class TableConnectionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void OpenForPage_MoreThanMemoryHolds_IsSpilledAndNoFileOfItStays()
    {
        using (var tables = TableConnection.OpenForPage(_folder.Path))
        {
            tables.Execute("SET memory_limit = '64MB'");
            var sorted = $"COPY (SELECT range, md5(range::VARCHAR) AS text FROM range(1500000) ORDER BY hash(range)) TO {Sql.Text(_folder.File("out.csv"))}";
            Assert.Equal(1_500_000, tables.Execute(sorted));
        }

        // The folder of what was spilled stays for the next query; the next start removes it.
        Assert.Equal(["out.csv"], Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    [Fact]
    public void Open_WithoutScratch_SpillsNowhere()
    {
        using var tables = TableConnection.Open();
        Assert.Equal("", tables.Scalar<string>("SELECT current_setting('temp_directory')"));
    }
}
