using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Simulation;
using Investigator.Engine.Tables;

namespace Investigator.Benchmarks.Quality.Sets;

/// <summary>A simulated shop: the truth is known of every transaction, the outcomes arrive late.</summary>
internal static class ShopSet
{
    /// <param name="name">Of the set.</param>
    /// <param name="options">What shop.</param>
    /// <param name="folder">For its files.</param>
    /// <param name="withhold">Besides what is not known yet; by account.</param>
    public static SetSource Make(string name, SimulationOptions options, string folder, double withhold = 0)
    {
        var shop = ShopSimulator.Write(options, Path.Combine(folder, "shop"), new StageContext { Scratch = folder });
        var mapping = MappingFile.Read(shop.MappingPath);
        return new SetSource
        {
            Name = name,
            Transactions = $"""
                SELECT t.* EXCLUDE (class), CASE class WHEN 1 THEN 'fraud' WHEN 0 THEN 'legitimate' END AS label, fraud AS truth, user_id AS withhold_key,
                    NULL AS unit
                FROM {Sql.Parquet(shop.TransactionsPath)} t JOIN {Sql.Parquet(shop.TruthPath)} ON id = order_id ORDER BY purchase_time, order_id
                """,
            Mapping = mapping.Transactions with { Outcome = null },
            KnownAt = mapping.Transactions.Outcome!.KnownAt,
            EventsPath = shop.EventsPath,
            // Clocks may be made to tick in minutes: views that are alike are two views then.
            Events = mapping.Events! with { Copies = CopyRule.All },
            Rings = shop.TruthPath,
            Withhold = withhold,
        };
    }
}
