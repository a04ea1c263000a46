using System.Globalization;
using DuckDB.NET.Data;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Tables;

public sealed class TableConnectionTests : IDisposable
{
    private const string Large = "CREATE TABLE t AS SELECT range AS i, hash(range) AS h, hash(range + 1) AS k FROM range(20000000) ORDER BY h";

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
    public void Open_WithAScratchFolderThatIsYetToBeMade_SpillsHalfOfTheFreeRoomAtMost()
    {
        var before = new DriveInfo(_folder.Path).AvailableFreeSpace;
        using var tables = TableConnection.Open(_folder.File("new/tables"));

        // 12.3 GiB or GB: half of what is free, whatever others write meanwhile.
        var most = tables.Scalar<string>("SELECT current_setting('max_temp_directory_size')").Split(' ');
        var bytes = double.Parse(most[0], CultureInfo.InvariantCulture) * Math.Pow(1024, 1 + "KMGT".IndexOf(most[1][0], StringComparison.Ordinal));
        Assert.InRange(bytes, before * 0.4, before * 0.6);
    }

    [Fact]
    public void Execute_WorkThatSpillsTooMuch_FailsAndLeavesNothing()
    {
        using (var tables = TableConnection.Open(_folder.Path))
        {
            tables.Execute("SET memory_limit = '64MB'");
            tables.LimitSpill(20_000_000);
            var fault = Assert.Throws<DuckDBException>(() => tables.Execute(Large));
            Assert.Contains("failed to offload data block", fault.Message, StringComparison.Ordinal); // FullDisk knows it by these words
        }

        Assert.Empty(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Execute_CancelledWhileItSpills_LeavesNothing()
    {
        using var stop = new CancellationTokenSource();
        using (var tables = TableConnection.Open(_folder.Path))
        {
            tables.Execute("SET memory_limit = '64MB'");
            var work = Task.Run(() => tables.Execute(Large, stop.Token), TestContext.Current.CancellationToken);
            while (!work.IsCompleted && Directory.GetFiles(_folder.Path).Length == 0) await Task.Delay(5, TestContext.Current.CancellationToken);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        }

        Assert.Empty(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Open_WithoutScratch_SpillsNowhere()
    {
        using var tables = TableConnection.Open();
        Assert.Equal("", tables.Scalar<string>("SELECT current_setting('temp_directory')"));
    }
}
