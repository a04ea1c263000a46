using System.Collections.Concurrent;
using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Simulation;
using Investigator.Engine.Tables;

namespace Investigator.TestKit;

/// <summary>A simulated shop's files, written anew as a source that has gaps and faults.</summary>
internal static class ShopSource
{
    private static readonly ConcurrentDictionary<SimulationOptions, Lazy<SimulatedShop>> Shops = new();

    /// <summary>The shop as it was simulated, once per process.</summary>
    public static SimulatedShop Of(SimulationOptions options) => Shops.GetOrAdd(options, static options => new(() => Simulate(options))).Value;

    /// <summary>Writes the source of <paramref name="builder"/> into <paramref name="folder"/>.</summary>
    public static LoadRequest Write(RunBuilder builder, string folder)
    {
        var shop = Of(builder.Simulation);
        var path = Path.Combine(folder, "orders.csv");
        using (var tables = TableConnection.Open())
        {
            var all = Sql.Text(shop.TransactionsPath);
            tables.Execute($"CREATE TABLE orders AS SELECT row_number() OVER (ORDER BY purchase_time, order_id) - 1 AS i, * FROM read_parquet({all})");
            tables.Execute($"COPY (SELECT * EXCLUDE (i) FROM ({Orders(builder)}) ORDER BY i) TO {Sql.Text(path)} (FORMAT csv, HEADER)");
        }

        var mapping = MappingFile.Read(shop.MappingPath);
        return new LoadRequest
        {
            Name = builder.Name,
            Transactions = path,
            Events = builder.Events ? shop.EventsPath : null,
            Mapping = mapping with
            {
                Events = builder.Events ? mapping.Events : null,
                Transactions = mapping.Transactions with
                {
                    Decision = builder.Decisions ? mapping.Transactions.Decision : null,
                    Outcome = builder.Outcomes ? mapping.Transactions.Outcome : null,
                },
            },
            MaxRejectShare = 0.1,
        };
    }

    private static SimulatedShop Simulate(SimulationOptions options)
    {
        var folder = ProcessFolder.Next();
        return ShopSimulator.Write(options, Path.Combine(folder, "shop"), new StageContext { Scratch = folder });
    }

    /// <summary>The first order has a text that a spreadsheet would run and one that CSV has to quote.</summary>
    private static string Orders(RunBuilder builder)
    {
        var known = builder.BlankKnownAt ? "CASE WHEN i % 2 = 0 THEN chargeback_time END" : "chargeback_time";
        var (value, device) = (Every(50, "value"), Every(20, "device_id"));
        var orders = $"""
            SELECT * REPLACE (purchase_time::VARCHAR AS purchase_time, {value} AS value, {device} AS device_id, {known} AS chargeback_time,
                CASE WHEN i = 0 THEN '=1+1' ELSE ship_address END AS ship_address,
                CASE WHEN i = 0 THEN 'Firefox, "new"' ELSE {Every(30, "browser")} END AS browser)
            FROM orders
            """;
        return builder.Rejects == 0 ? orders : string.Create(CultureInfo.InvariantCulture, $"""
            {orders} UNION ALL
            SELECT * REPLACE ('refused-' || i AS order_id, CASE WHEN i % 2 = 0 THEN purchase_time::VARCHAR ELSE 'soon' END AS purchase_time,
                CASE WHEN i % 2 = 0 THEN 'infinity'::DOUBLE ELSE value END AS value)
            FROM orders WHERE i < {builder.Rejects}
            """);

        string Every(int rows, string column) =>
            builder.MissingValues ? string.Create(CultureInfo.InvariantCulture, $"CASE WHEN i % {rows} < {rows - 1} THEN {column} END") : column;
    }
}
