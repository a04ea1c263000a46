using System.Globalization;
using DuckDB.NET.Data;
using Investigator.Engine.Simulation.Customers;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Simulation;

/// <summary>Writes one chunk as three Parquet parts, which are joined into the final files at the end.</summary>
internal static class ChunkWriter
{
    private const long MicrosPerTick = 10;

    public static void Write(
        SimulationChunk chunk, string folder, int number, SimulationOptions options, double memoryGigabytes, CancellationToken cancel)
    {
        using var connection = TableConnection.Open(threads: 1, memoryGigabytes: memoryGigabytes);
        connection.Execute("""
            CREATE TABLE t (order_id VARCHAR, user_id VARCHAR, clock BIGINT, value DOUBLE, currency VARCHAR, device_id VARCHAR,
                ip VARCHAR, card_hash VARCHAR, ship_address VARCHAR, terminal_id VARCHAR,
                browser VARCHAR, country VARCHAR, channel VARCHAR, product_category VARCHAR, item_count INTEGER, account_age_days INTEGER, promo_used VARCHAR,
                decision VARCHAR, class INTEGER, known_at BIGINT, ring INTEGER, kind VARCHAR, innocent BOOLEAN, fraud BOOLEAN);
            CREATE TABLE e (user_id VARCHAR, session_id VARCHAR, order_id VARCHAR, clock BIGINT, page VARCHAR);
            """);
        var origin = (options.Start - DateTime.UnixEpoch).Ticks / MicrosPerTick;
        AppendPurchases(connection, chunk.Purchases, origin);
        AppendClicks(connection, chunk.Clicks, origin, cancel);
        // Rows keep the order of the exact clock, as in a file that is written while things happen.
        var tick = options.MinuteClock ? "// 60000000 * 60000000" : "";
        var terminal = options.CompromisedTerminals > 0 ? "terminal_id, " : "";
        connection.Execute($"""
            COPY (SELECT order_id, user_id, make_timestamp(clock {tick}) AS purchase_time, value, currency,
                device_id, ip, card_hash, ship_address, {terminal}browser, country, channel, product_category,
                item_count, account_age_days, promo_used, decision, class, make_timestamp(known_at {tick}) AS chargeback_time FROM t)
                TO {Part(folder, "transactions", number)} (FORMAT parquet);
            COPY (SELECT order_id AS id, ring, kind, innocent, fraud FROM t) TO {Part(folder, "truth", number)} (FORMAT parquet);
            COPY (SELECT user_id, session_id, order_id, make_timestamp(clock {tick}) AS ts, page FROM e ORDER BY clock, session_id)
                TO {Part(folder, "events", number)} (FORMAT parquet);
            """, cancel);
    }

    private static void AppendPurchases(DuckDBConnection connection, List<Purchase> purchases, long origin)
    {
        using var appender = connection.CreateAppender("t");
        foreach (var p in purchases)
        {
            var (browser, channel) = Browsers.All[p.Browser];
            appender.CreateRow()
                .AppendValue(p.Order).AppendValue(p.Account).AppendValue(origin + p.Time).AppendValue(p.Amount).AppendValue(p.Currency)
                .AppendValue(p.Device).AppendValue(p.Ip).AppendValue(p.Card).AppendValue(p.Address).AppendValue(p.Terminal)
                .AppendValue(browser).AppendValue(Countries.Codes[p.Country]).AppendValue(channel).AppendValue(Goods.All[p.Category].Name)
                .AppendValue((int?)p.Items).AppendValue((int?)p.AccountAgeDays).AppendValue(p.Promo ? "voucher" : "none")
                .AppendValue(p.Decision.ToString()).AppendValue(p.Class).AppendValue(origin + p.KnownAt)
                .AppendValue(p.Group?.Id).AppendValue(p.Kind).AppendValue((bool?)!p.IsFraud).AppendValue((bool?)p.IsFraud)
                .EndRow();
        }
    }

    private static void AppendClicks(DuckDBConnection connection, List<Click> clicks, long origin, CancellationToken cancel)
    {
        const int CheckEvery = 1 << 14;
        using var appender = connection.CreateAppender("e");
        for (var i = 0; i < clicks.Count; i++)
        {
            if (i % CheckEvery == 0) cancel.ThrowIfCancellationRequested();
            var c = clicks[i];
            appender.CreateRow().AppendValue(c.Account).AppendValue(c.Session).AppendValue(c.Order).AppendValue(origin + c.Time)
                .AppendValue(ShopSitemap.Name(c.Page)).EndRow();
        }
    }

    private static string Part(string folder, string table, int number) =>
        Sql.Text(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{table}-{number:000000}.parquet")));
}
