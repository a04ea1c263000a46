using DuckDB.NET.Data;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Simulation;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Simulation;

public sealed class SourceFlawsTests : IDisposable
{
    private static readonly SimulationOptions Plain = new() { Transactions = 4_000, Seed = 9 };

    private readonly TempFolder _folder = new();
    private readonly DuckDBConnection _tables = TableConnection.Open();

    [Fact]
    public void Write_MinuteClock_RoundsEveryTimeDownAndKeepsTheRest()
    {
        Write("plain", Plain);
        Write("minutes", Plain with { MinuteClock = true });
        Assert.Equal(0, Count("""
            SELECT count(*) FROM plain_t p JOIN minutes_t m USING (order_id)
            WHERE m.purchase_time <> date_trunc('minute', p.purchase_time) OR m.value <> p.value OR m.class IS DISTINCT FROM p.class
            """));
        Assert.Equal(Pages("plain_e"), Pages("minutes_e"));
        Assert.Equal(0, Count("SELECT count(*) FROM minutes_e WHERE ts <> date_trunc('minute', ts)"));

        // In the order of the file, each visit's pages are what they were.
        string Pages(string events) => _tables.Scalar<string>($"""
            SELECT md5(string_agg(pages, '|' ORDER BY session_id))
            FROM (SELECT session_id, string_agg(page, ' ' ORDER BY n) AS pages FROM {events} GROUP BY ALL)
            """);
    }

    [Fact]
    public void Write_MissingWords_TakeTheirShareOfEveryEntityAndNothingElse()
    {
        Write("plain", Plain);
        Write("gaps", Plain with { MissingWordShare = 0.2 });
        foreach (var entity in (string[])["device_id", "ip", "card_hash", "ship_address"])
        {
            Assert.InRange(Number($"SELECT avg(({entity} IN ('NULL', 'N/A', 'none', 'unknown', '-'))::INT) FROM gaps_t"), 0.17, 0.23);
            Assert.Equal(0, Count($"SELECT count(*) FROM plain_t p JOIN gaps_t g USING (order_id) WHERE p.{entity} <> g.{entity} AND length(g.{entity}) > 7"));
        }
        Assert.Equal(0, Count("SELECT count(*) FROM plain_t p JOIN gaps_t g USING (order_id) WHERE p.user_id <> g.user_id OR p.value <> g.value"));
    }

    [Fact]
    public void Write_SecondCurrency_IsAnAccountsOwnAndMultipliesItsAmounts()
    {
        Write("plain", Plain);
        Write("two", Plain with { SecondCurrencyShare = 0.3 });
        Assert.Equal(0, Count("SELECT count(*) FROM (SELECT user_id FROM two_t GROUP BY ALL HAVING count(DISTINCT currency) > 1)"));
        Assert.InRange(Number("SELECT avg((currency = 'CZK')::INT) FROM two_t"), 0.25, 0.35);
        Assert.Equal(0, Count("""
            SELECT count(*) FROM plain_t p JOIN two_t t USING (order_id)
            WHERE abs(t.value - CASE t.currency WHEN 'CZK' THEN p.value * 25.2 ELSE p.value END) > 0.006
            """));
    }

    [Fact]
    public void Write_PartlyLabelled_LosesTheOutcomesOfWholeAccounts()
    {
        Write("plain", Plain);
        Write("part", Plain with { LabelledShare = 0.4 });
        Assert.InRange(Number("SELECT count(p.class) / count(t.class) FROM part_t p JOIN plain_t t USING (order_id)"), 0.33, 0.47);
        Assert.Equal(0, Count("SELECT count(*) FROM part_t WHERE (class IS NULL) <> (chargeback_time IS NULL)"));
        Assert.Equal(0, Count("""
            SELECT count(*) FROM (SELECT user_id FROM part_t p JOIN plain_t t USING (user_id, order_id) WHERE t.class IS NOT NULL
            GROUP BY ALL HAVING count(p.class) NOT IN (0, count(t.class)))
            """));
    }

    [Fact]
    public void Write_CompromisedTerminals_DefraudWhoeverPaysThereForFourWeeks()
    {
        var shop = Write("terminals", Plain with { CompromisedTerminals = 8 });
        Assert.Equal("terminal_id", MappingFile.Read(shop.MappingPath).Transactions.Entities["terminal"]);
        _tables.Execute("CREATE TABLE bad AS SELECT terminal_id, min(purchase_time) AS a, max(purchase_time) AS b, count(*) AS n "
            + "FROM terminals_t JOIN terminals_x ON id = order_id WHERE kind = 'compromised_terminal' GROUP BY ALL");
        Assert.Equal(8, Count("SELECT count(*) FROM bad WHERE b - a <= INTERVAL 28 DAY"));
        Assert.Equal(0, Count("""
            SELECT count(*) FROM terminals_t t JOIN bad USING (terminal_id) JOIN terminals_x ON id = order_id
            WHERE purchase_time BETWEEN a AND b AND kind = 'ordinary'
            """));
        Assert.InRange(Number("SELECT avg((class = 1)::INT) FILTER (class IS NOT NULL) FROM terminals_t JOIN terminals_x ON id = order_id "
            + "WHERE kind = 'compromised_terminal'"), 1, 1);
        Assert.InRange(Number("SELECT avg(n) FROM (SELECT count(*) AS n FROM terminals_t GROUP BY terminal_id)"), 30, 90);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    public void Write_Enriched_HoldsSoManyRowsOfRingsAndSoManyAltogether(double share)
    {
        var shop = Write("rich", Plain with { EnrichedFraudShare = share });
        Assert.Equal(4_000, Count("SELECT count(*) FROM rich_t JOIN rich_x ON id = order_id"));
        Assert.Equal(4_000 * share, shop.Groups.Where(static g => !g.Innocent).Sum(static g => g.Size));
        Assert.Equal(4_000 * share, Count("SELECT count(*) FROM rich_x WHERE ring IS NOT NULL AND NOT innocent"));
        Assert.Equal(0, Count("SELECT count(*) FROM rich_e WHERE user_id NOT IN (SELECT user_id FROM rich_t)"));
        Assert.Equal(0, Count("SELECT count(*) FROM rich_t WHERE order_id NOT IN (SELECT order_id FROM rich_e WHERE order_id IS NOT NULL)"));
    }

    [Theory]
    [InlineData("compromised_terminals")]
    [InlineData("missing_word_share")]
    [InlineData("second_currency_share")]
    [InlineData("labelled_share")]
    [InlineData("enriched_fraud_share")]
    public void Validate_OutOfRange_NamesTheOption(string option)
    {
        var options = option switch
        {
            "compromised_terminals" => Plain with { CompromisedTerminals = -1 },
            "missing_word_share" => Plain with { MissingWordShare = 0.6 },
            "second_currency_share" => Plain with { SecondCurrencyShare = double.NaN },
            "labelled_share" => Plain with { LabelledShare = 1.1 },
            _ => Plain with { EnrichedFraudShare = 0.04 },
        };
        Assert.Contains(option, Assert.Throws<InputException>(options.Validate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_AllFlawsOtherThreads_GivesTheSameRows()
    {
        var all = Plain with
        {
            Transactions = 12_000,
            CompromisedTerminals = 9,
            MinuteClock = true,
            MissingWordShare = 0.1,
            SecondCurrencyShare = 0.2,
            LabelledShare = 0.5,
            EnrichedFraudShare = 0.1,
        };
        var (one, two) = (Write("one", all, threads: 1), Write("two", all, threads: 3));
        Assert.Equal(File.ReadAllBytes(one.TransactionsPath), File.ReadAllBytes(two.TransactionsPath));
        Assert.Equal(File.ReadAllBytes(one.TruthPath), File.ReadAllBytes(two.TruthPath));
        Assert.Equal(0, Count("SELECT count(*) FROM (FROM one_e EXCEPT ALL FROM two_e)"));
    }

    public void Dispose()
    {
        _tables.Dispose();
        _folder.Dispose();
    }

    /// <summary>Views NAME_t, NAME_e (with the place in the file as n) and NAME_x, the truth.</summary>
    private SimulatedShop Write(string name, SimulationOptions options, int threads = 2)
    {
        var folder = _folder.File(name);
        var shop = ShopSimulator.Write(options, folder, new StageContext { Scratch = _folder.Path, Threads = threads });
        _tables.Execute($"""
            CREATE VIEW {name}_t AS FROM {Sql.Parquet(shop.TransactionsPath)};
            CREATE VIEW {name}_e AS SELECT * RENAME (file_row_number AS n) FROM {Sql.Parquet(shop.EventsPath, rowNumbers: true)};
            CREATE VIEW {name}_x AS FROM {Sql.Parquet(shop.TruthPath)};
            """);
        return shop;
    }

    private long Count(string sql) => _tables.Scalar<long>(sql);

    private double Number(string sql) => _tables.Scalar<double>(sql);
}
