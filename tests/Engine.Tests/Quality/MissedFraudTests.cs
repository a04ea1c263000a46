using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Simulation;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Quality;

public class MissedFraudTests
{
    [Fact]
    public void Of_ASimulatedShop_AgreesWithItsFiles()
    {
        using var folder = new TempFolder();
        var context = new StageContext { Scratch = folder.Path };
        var shop = ShopSimulator.Write(new SimulationOptions { Transactions = 1_500, Seed = 4 }, folder.File("shop"), context);
        var request = new LoadRequest
        {
            Transactions = shop.TransactionsPath,
            Mapping = MappingFile.Read(shop.MappingPath) with { Events = null },
            Name = "shop"
        };
        var dataset = DatasetLoader.Load(request, Directory.CreateDirectory(folder.File("data")).FullName, context);
        using var tables = TableConnection.Open();
        tables.Execute($"CREATE VIEW s AS FROM {Sql.Text(shop.TransactionsPath)} JOIN {Sql.Text(shop.TruthPath)} ON id = order_id");

        var (planted, reported) = (MissedFraud.Of(dataset, shop.TruthPath), MissedFraud.Of(dataset));
        Assert.Equal(Count("fraud AND decision = 'A'"), planted.Missed.Count(static m => m));
        Assert.Equal(Count("class = 1 AND decision = 'A'"), reported.Missed.Count(static m => m));
        Assert.Equal(Count("class = 1 AND fraud AND decision = 'A' AND chargeback_time <= (SELECT max(purchase_time) FROM s)"), planted.KnownBefore);
        Assert.Equal(Count("fraud"), planted.Fraud.Count(static f => f == true));
        Assert.Equal(Count("class IS NULL"), reported.Fraud.Count(static f => f is null));
        Assert.True(reported.Missed.Zip(planted.Missed, static (r, p) => !r || p).All(static both => both), "a reported fraud is none in the truth");

        long Count(string condition) => tables.Scalar<long>($"SELECT count(*) FROM s WHERE {condition}");
    }
}
