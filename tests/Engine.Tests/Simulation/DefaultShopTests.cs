using Investigator.Engine.Core;
using Investigator.Engine.Simulation;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Simulation;

public class DefaultShopTests
{
    /// <summary>Figures are published for shops by their seeds: what is added to the simulator must leave the shop without it as it was.</summary>
    [Theory]
    [InlineData(1, "012124f9e7489f72d4a347b2d658f27c")]
    [InlineData(2, "88788c0908890e26f1f3242b33ef5820")]
    [InlineData(11, "4a6539904f0ed8cc394b7f38bbde12b5")]
    public void Write_NoOptionButTheSeed_GivesTheRowsItAlwaysGave(int seed, string expected)
    {
        using var folder = new TempFolder();
        var shop = ShopSimulator.Write(new SimulationOptions { Transactions = 3_000, Seed = seed }, folder.Path, new StageContext { Scratch = folder.Path });
        using var tables = TableConnection.Open(threads: 1);
        string[] sums = [.. new[] { shop.TransactionsPath, shop.EventsPath, shop.TruthPath }.Select(Checksum)];
        Assert.Equal(expected, tables.Scalar<string>($"SELECT md5({Sql.Text(string.Concat(sums) + File.ReadAllText(shop.RingsPath))})"));

        string Checksum(string path) => tables.Scalar<string>(
            $"SELECT md5(string_agg(e::VARCHAR, '' ORDER BY file_row_number)) FROM {Sql.Parquet(path, rowNumbers: true)} e");
    }
}
