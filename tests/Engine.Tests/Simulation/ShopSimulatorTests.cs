using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Simulation;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Simulation;

public class ShopSimulatorTests
{
    private static readonly SimulationOptions Small = new() { Transactions = 2_000, Days = 30, Seed = 5 };

    [Fact]
    public void Write_SameOptionsOtherThreads_GivesTheSameFiles()
    {
        using var one = new TempFolder();
        using var two = new TempFolder();
        var options = Small with { Transactions = 18_000 };
        var first = ShopSimulator.Write(options, one.Path, new StageContext { Threads = 1, Scratch = one.Path });
        var second = ShopSimulator.Write(options, two.Path, new StageContext { Threads = 3, Scratch = two.Path, Seed = 99 });
        Assert.Equal(File.ReadAllBytes(first.TransactionsPath), File.ReadAllBytes(second.TransactionsPath));
        Assert.Equal(Checksum(first.EventsPath), Checksum(second.EventsPath));
        Assert.Equal(File.ReadAllBytes(first.TruthPath), File.ReadAllBytes(second.TruthPath));
        Assert.Equal(File.ReadAllText(first.RingsPath), File.ReadAllText(second.RingsPath));
    }

    [Fact]
    public void Write_OverAShopInTheOtherFormat_LeavesNoneOfItsFiles()
    {
        using var folder = new TempFolder();
        var (shop, context) = (folder.File("shop"), new StageContext { Scratch = folder.Path });
        var options = Small with { Transactions = 600 };
        ShopSimulator.Write(options with { Format = TableFormat.Csv }, shop, context);
        File.WriteAllText(Path.Combine(shop, "mine.csv"), "kept");
        ShopSimulator.Write(options, shop, context);
        Assert.Equal(["events.parquet", "mapping.json", "mine.csv", "rings.json", "transactions.parquet", "truth.parquet"],
            Directory.GetFiles(shop).Select(static f => Path.GetFileName(f)!).Where(static f => f[0] != '.').Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Write_OtherSeed_GivesOtherRows()
    {
        using var one = new TempFolder();
        using var two = new TempFolder();
        var first = ShopSimulator.Write(Small, one.Path, new StageContext { Scratch = one.Path });
        var second = ShopSimulator.Write(Small with { Seed = 6 }, two.Path, new StageContext { Scratch = two.Path });
        Assert.Empty(SimulatedShops.Rows(first.TransactionsPath).Intersect(SimulatedShops.Rows(second.TransactionsPath)));
    }

    [Fact]
    public void Write_Csv_HoldsTheSameRowsAsParquet()
    {
        using var one = new TempFolder();
        using var two = new TempFolder();
        var parquet = ShopSimulator.Write(Small, one.Path, new StageContext { Scratch = one.Path });
        var csv = ShopSimulator.Write(Small with { Format = TableFormat.Csv }, two.Path, new StageContext { Scratch = two.Path });
        Assert.EndsWith(".csv", csv.EventsPath, StringComparison.Ordinal);
        Assert.Equal(SimulatedShops.Rows(parquet.TransactionsPath), SimulatedShops.Rows(csv.TransactionsPath));
        Assert.Equal(SimulatedShops.Rows(parquet.EventsPath), SimulatedShops.Rows(csv.EventsPath));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(150)]
    [InlineData(1_237)]
    [InlineData(9_999)]
    public void Write_AnySize_WritesExactlySoManyTransactions(long transactions)
    {
        using var folder = new TempFolder();
        var shop = ShopSimulator.Write(Small with { Transactions = transactions }, folder.Path, new StageContext { Scratch = folder.Path });
        using var tables = TableConnection.Open();
        Assert.Equal(transactions, tables.Scalar<long>($"SELECT count(DISTINCT order_id) FROM {Sql.Text(shop.TransactionsPath)}"));
        Assert.Equal(transactions, tables.Scalar<long>($"SELECT count(*) FROM {Sql.Text(shop.TransactionsPath)}"));
        Assert.Equal(shop.EventCount, tables.Scalar<long>($"SELECT count(*) FROM {Sql.Text(shop.EventsPath)}"));
        Assert.Equal(transactions, SimulatedTruth.Read(folder.Path).Origins.Count);
    }

    [Fact]
    public void Write_NoRingsNoLookAlikes_IsAllOrdinary()
    {
        using var folder = new TempFolder();
        var shop = ShopSimulator.Write(Small with { RingShare = 0, LookAlikeShare = 0 }, folder.Path, new StageContext { Scratch = folder.Path });
        Assert.Empty(shop.Groups);
        Assert.All(SimulatedTruth.Read(folder.Path).Origins.Values, static o => Assert.Null(o.Ring));
    }

    [Fact]
    public void Write_Mapping_NamesColumnsThatExist()
    {
        using var folder = new TempFolder();
        var shop = ShopSimulator.Write(Small, folder.Path, new StageContext { Scratch = folder.Path });
        var mapping = JsonFile.Read<Mapping>(shop.MappingPath);
        using var tables = TableConnection.Open();
        var columns = Columns(shop.TransactionsPath);
        var used = mapping.Transactions;
        Assert.Subset(columns,
            new HashSet<string> { used.Id!, used.Account!, used.Time, used.Amount!, used.Currency!, used.Decision!.Column, used.Outcome!.Column,
            used.Outcome.KnownAt!, used.Attributes[0] });
        Assert.Subset(columns, used.Entities.Values.Concat(used.Attributes).ToHashSet());
        Assert.Subset(Columns(shop.EventsPath),
            new HashSet<string> { mapping.Events!.Account, mapping.Events.Time, mapping.Events.Type, mapping.Events.Session!, mapping.Events.Transaction! });

        HashSet<string> Columns(string path) => [.. tables.Query($"SELECT column_name FROM (DESCRIBE FROM {Sql.Text(path)})", static r => r.GetString(0))];
    }

    [Fact]
    public void Write_Cancelled_StopsAndLeavesNothing()
    {
        using var folder = new TempFolder();
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => ShopSimulator.Write(Small, folder.Path,
            new StageContext { Scratch = folder.Path, Cancel = cancel.Token }));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData(0, 60, 0.05, 0.02, "transactions")]
    [InlineData(-5, 60, 0.05, 0.02, "transactions")]
    [InlineData(100, 0, 0.05, 0.02, "days")]
    [InlineData(100, 60, 0.7, 0.02, "ring_share")]
    [InlineData(100, 60, double.NaN, 0.02, "ring_share")]
    [InlineData(100, 60, 0.05, -0.1, "look_alike_share")]
    public void Validate_OutOfRange_NamesTheOption(long transactions, int days, double rings, double alikes, string option)
    {
        var options = new SimulationOptions { Transactions = transactions, Days = days, RingShare = rings, LookAlikeShare = alikes };
        Assert.Contains(option, Assert.Throws<InputException>(options.Validate).Message, StringComparison.Ordinal);
    }

    private static string Checksum(string path)
    {
        using var tables = TableConnection.Open(threads: 1);
        return tables.Scalar<string>($"SELECT md5(string_agg(e::VARCHAR, '' ORDER BY file_row_number)) "
            + $"FROM read_parquet({Sql.Text(path)}, file_row_number = true) e");
    }
}
