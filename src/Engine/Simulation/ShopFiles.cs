using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Simulation;

/// <summary>Joins the chunks' parts into the shop's files.</summary>
internal static class ShopFiles
{
    private const string Partial = ".partial";

    public static SimulatedShop Join(SimulationOptions options, string parts, string folder, SimulatedGroup[] groups, long clicks, double memoryGigabytes,
        StageContext context)
    {
        var ending = options.Format == TableFormat.Parquet ? ".parquet" : ".csv";
        var shop = new SimulatedShop(
            folder,
            Path.Combine(folder, "transactions" + ending),
            Path.Combine(folder, "events" + ending),
            Path.Combine(folder, "mapping.json"),
            Path.Combine(folder, "truth.parquet"),
            Path.Combine(folder, "rings.json"),
            options.Transactions,
            clicks,
            groups);
        string[] tables = [shop.TransactionsPath, shop.EventsPath, shop.TruthPath];
        var meter = context.Start("write", tables.Length, "joining the parts");
        try
        {
            using var connection = TableConnection.Open(parts, context.Threads, memoryGigabytes);
            Copy(connection, parts, "transactions", "purchase_time, order_id", shop.TransactionsPath, options.Format, context, meter);
            Copy(connection, parts, "events", null, shop.EventsPath, options.Format, context, meter);
            Copy(connection, parts, "truth", "id", shop.TruthPath, TableFormat.Parquet, context, meter);
            foreach (var path in tables) File.Move(path + Partial, path, overwrite: true);
        }
        finally
        {
            foreach (var path in tables) File.Delete(path + Partial);
        }

        JsonFile.Write(shop.MappingPath, options.CompromisedTerminals > 0 ? WithTerminals : Mapping);
        JsonFile.Write(shop.RingsPath, groups);
        meter.Finish();
        return shop;
    }

    private static void Copy(DuckDB.NET.Data.DuckDBConnection connection, string parts, string table, string? order, string path, TableFormat format,
        StageContext context, ProgressMeter meter)
    {
        var source = Sql.ParquetFiles(parts, table + "-*.parquet");
        var style = format == TableFormat.Parquet ? "FORMAT parquet, COMPRESSION zstd" : "FORMAT csv, HEADER true";
        var ordered = order is null ? "" : " ORDER BY " + order;
        connection.Execute($"COPY (SELECT * FROM {source}{ordered}) TO {Sql.Text(path + Partial)} ({style})", context.Cancel);
        meter.Add(1);
    }

    private static Mapping WithTerminals => Mapping with
    {
        Transactions = Mapping.Transactions with
        {
            Entities = new Dictionary<string, string>(Mapping.Transactions.Entities) { ["terminal"] = "terminal_id" },
        },
    };

    private static Mapping Mapping { get; } = new()
    {
        Transactions = new TransactionMapping
        {
            Id = "order_id",
            Account = "user_id",
            Time = "purchase_time",
            Amount = "value",
            Currency = "currency",
            Entities = new Dictionary<string, string> { ["device"] = "device_id", ["ip"] = "ip", ["card"] = "card_hash", ["address"] = "ship_address" },
            Attributes = ["browser", "country", "channel", "product_category", "item_count", "account_age_days", "promo_used"],
            Decision = new DecisionMapping { Column = "decision", Approved = ["A"], Challenged = ["C"], Declined = ["D"] },
            Outcome = new OutcomeMapping { Column = "class", Fraud = ["1"], Legitimate = ["0"], KnownAt = "chargeback_time" },
        },
        Events = new EventMapping { Account = "user_id", Transaction = "order_id", Session = "session_id", Time = "ts", Type = "page" },
    };
}
