using Investigator.Engine.Simulation;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Simulation;

public class SimulatedLifeTests(SimulatedShops shops) : IClassFixture<SimulatedShops>
{
    private static readonly string[] RingKinds = ["account_takeover", "card_testing", "hijacked_session", "mule_ring", "promo_abuse", "refund_abuse",
        "reseller_bot", "scripted_registration", "stolen_card"];
    private static readonly string[] AlikeKinds = ["flash_sale", "shared_device", "shared_office", "traveller"];

    [Fact]
    public void Groups_DefaultShop_HaveEveryKindAndTheAskedShares()
    {
        var rings = shops.Shop.Groups.Where(static g => !g.Innocent).ToList();
        var alikes = shops.Shop.Groups.Where(static g => g.Innocent).ToList();
        Assert.Equal(RingKinds, rings.Select(static g => g.Kind).Distinct().Order());
        Assert.Equal(AlikeKinds, alikes.Select(static g => g.Kind).Distinct().Order());
        Assert.InRange(rings.Count, 12, 20);
        Assert.Equal(1_000, rings.Sum(static g => g.Size));
        Assert.InRange(alikes.Count, 4, 10);
        Assert.All(shops.Shop.Groups, static g => Assert.InRange(g.Size, 20, 250));
        Assert.InRange(shops.Count("SELECT count(*) FROM truth WHERE kind = 'lone_fraud'"), 15, 70);
    }

    [Fact]
    public void Groups_Truth_AgreesWithTheListAndTheTransactions()
    {
        foreach (var group in shops.Shop.Groups)
        {
            var members = shops.Truth.Members(group.Ring);
            Assert.Equal(group.Size, members.Count);
            Assert.All(members, id => Assert.Equal((group.Kind, group.Innocent), (shops.Truth.Origins[id].Kind, shops.Truth.Origins[id].Innocent)));
        }

        Assert.Equal(20_000, shops.Count("SELECT count(*) FROM t JOIN truth ON id = order_id"));
    }

    [Fact]
    public void Rings_OfOneKind_DifferInScriptAmountAndTime()
    {
        foreach (var kind in shops.Shop.Groups.Where(static g => !g.Innocent && g.Kind != "mule_ring").GroupBy(static g => g.Kind))
        {
            Assert.Equal(kind.Count(), kind.Select(static g => g.Script).Distinct().Count());
            Assert.Equal(kind.Count(), kind.Select(static g => g.From).Distinct().Count());
        }

        Assert.Equal(0, shops.Count("""
            WITH m AS (SELECT ring, kind, median(value) AS mid FROM t JOIN truth ON id = order_id WHERE fraud AND ring IS NOT NULL GROUP BY ALL)
            SELECT count(*) FROM m a JOIN m b ON a.kind = b.kind AND a.ring < b.ring WHERE greatest(a.mid, b.mid) / least(a.mid, b.mid) < 1.08
            """));
    }

    [Fact]
    public void Rings_Spans_AreHoursToTwoWeeksAndSpreadOverTheLife()
    {
        var rings = shops.Shop.Groups.Where(static g => !g.Innocent).ToList();
        Assert.All(rings, static g => Assert.InRange((g.To - g.From).TotalHours, 1, 15 * 24));
        Assert.Contains(rings, static g => (g.To - g.From).TotalHours < 24);
        Assert.Contains(rings, static g => (g.To - g.From).TotalDays > 5);
        Assert.Contains(rings, g => g.To < shops.Options.Start.AddDays(20));
        Assert.Contains(rings, g => g.From > shops.Options.Start.AddDays(35));
    }

    [Fact]
    public void Rings_SomeShareThingsAndSomeShareNone()
    {
        var rings = shops.Shop.Groups.Where(static g => !g.Innocent).ToList();
        Assert.All(rings.Where(static g => g.Kind is "card_testing" or "promo_abuse" or "mule_ring"),
            static g => Assert.True(g.Entities["device"] * 3 <= g.Size));
        Assert.All(rings.Where(static g => g.Kind == "reseller_bot"), static g => Assert.Equal(g.Entities["account"], g.Entities["device"]));
        Assert.Contains(rings, static g => g.Kind is "stolen_card" or "account_takeover" or "scripted_registration"
            && g.Entities["device"] == g.Entities["account"]);
        Assert.All(rings.Where(static g => g.Kind is not ("card_testing" or "refund_abuse")), static g => Assert.True(g.Entities["account"] * 5 >= g.Size));
        Assert.All(rings.Where(static g => g.Kind == "card_testing"), static g => Assert.Equal(g.Size, g.Entities["card"]));
    }

    [Fact]
    public void Takeovers_UseAccountsOfSettledCustomersOnNewDevices()
    {
        Assert.Equal(0, shops.Count("SELECT count(*) FROM t JOIN truth ON id = order_id WHERE kind = 'account_takeover' AND account_age_days < 100"));
        Assert.True(shops.Count("""
            SELECT count(DISTINCT user_id) FROM t JOIN truth ON id = order_id
            WHERE kind = 'account_takeover' AND user_id IN (SELECT user_id FROM t JOIN truth ON id = order_id WHERE kind = 'ordinary')
            """) >= 10);
        Assert.Equal(0, shops.Count("""
            SELECT count(*) FROM t JOIN truth ON id = order_id
            WHERE kind = 'account_takeover' AND device_id IN (SELECT device_id FROM t JOIN truth ON id = order_id WHERE kind = 'ordinary')
            """));
    }

    [Fact]
    public void HijackedSessions_AreTheCustomersOwnButForTheOrderOfPages()
    {
        const string Ridden = "(SELECT t.* FROM t JOIN truth ON id = order_id WHERE kind = 'hijacked_session')";
        const string Ordinary = "(SELECT t.* FROM t JOIN truth ON id = order_id WHERE kind = 'ordinary')";
        Assert.True(shops.Number($"SELECT avg((EXISTS (FROM {Ordinary} o WHERE o.user_id = r.user_id AND o.device_id = r.device_id "
            + $"AND o.card_hash = r.card_hash))::INT) FROM {Ridden} r") > 0.5);

        // As long as many ordinary visits, and the same pages in the same order, which no ordinary visit has.
        shops.Tables.Execute("CREATE OR REPLACE VIEW visits AS SELECT kind, string_agg(page, ' ' ORDER BY ts) AS pages, count(*) "
            + "AS events, epoch(max(purchase_time) - min(ts)) AS seconds FROM e JOIN t USING (order_id) JOIN truth ON id = order_id GROUP BY kind, order_id");
        foreach (var measure in (string[])["events", "seconds"])
        {
            Assert.InRange(shops.Number($"SELECT avg(({measure} < (SELECT median({measure}) FROM visits WHERE kind = 'hijacked_session'))::INT) FROM visits "
                + $"WHERE kind = 'ordinary'"), 0.05, 0.95);
        }

        var common = "(SELECT mode(pages) FROM visits WHERE kind = 'hijacked_session')";
        Assert.True(shops.Number($"SELECT avg((pages = {common})::INT) FROM visits WHERE kind = 'hijacked_session'") > 0.5);
        Assert.Equal(0, shops.Count($"SELECT count(*) FROM visits WHERE kind = 'ordinary' AND pages = {common}"));
    }

    [Fact]
    public void LookAlikes_LookLikeRingsAndAreNoFraud()
    {
        Assert.Equal(0, shops.Count("SELECT count(*) FROM t JOIN truth ON id = order_id WHERE innocent AND class = 1"));
        foreach (var group in shops.Shop.Groups.Where(static g => g.Innocent))
        {
            if (group.Kind == "flash_sale") Assert.True((group.To - group.From).TotalMinutes <= 60 && group.Entities["account"] > group.Size * 0.8);
            if (group.Kind == "shared_office") Assert.True(group.Entities["ip"] == 1 && group.Entities["account"] >= 5);
            if (group.Kind == "shared_device") Assert.True(group.Entities["device"] == 1 && group.Entities["account"] is >= 3 and <= 5);
            if (group.Kind == "traveller") Assert.True(group.Entities["account"] == 1 && group.Entities["ip"] >= 5);
        }
    }

    [Fact]
    public void Engine_PassesMostOfARingAndAlmostAllOrdinary()
    {
        Assert.InRange(shops.Number("SELECT avg((decision = 'A')::INT) FROM t JOIN truth ON id = order_id WHERE kind = 'ordinary'"), 0.97, 0.9999);
        Assert.InRange(shops.Number("SELECT avg((decision = 'A')::INT) FROM t JOIN truth ON id = order_id WHERE fraud AND ring IS NOT NULL"), 0.6, 0.87);
        Assert.InRange(shops.Number("SELECT min(share) FROM (SELECT avg((decision = 'A')::INT) AS share FROM t JOIN truth ON id = order_id WHERE fraud "
            + "GROUP BY ring)"), 0.4, 0.8);
    }

    [Fact]
    public void Outcomes_ComeLateAndSomeNever()
    {
        Assert.Equal(0, shops.Count("SELECT count(*) FROM t WHERE (class IS NULL) <> (chargeback_time IS NULL)"));
        Assert.Equal(0, shops.Count("SELECT count(*) FROM t WHERE chargeback_time < purchase_time + INTERVAL 7 DAY OR chargeback_time > purchase_time + "
            + "INTERVAL 57 DAY"));
        Assert.InRange(shops.Number("SELECT avg((class = 1 AND class IS NOT NULL)::INT) FROM t JOIN truth ON id = order_id WHERE fraud AND decision = 'A'"),
            0.5, 0.85);
        Assert.InRange(shops.Number("SELECT avg((class IS NOT NULL)::INT) FROM t JOIN truth ON id = order_id WHERE NOT fraud AND decision = 'A'"), 0.8, 0.9);
        Assert.Equal(0, shops.Count("SELECT count(*) FROM t JOIN truth ON id = order_id WHERE class = 1 AND NOT fraud"));
    }

    [Fact]
    public void Events_AreAboutTwentyATransactionAndStrictlyBeforeIt()
    {
        Assert.InRange(shops.Shop.EventCount / 20_000.0, 17, 24);
        Assert.Equal(0, shops.Count("SELECT count(*) FROM e JOIN t USING (order_id) WHERE ts >= purchase_time OR e.user_id <> t.user_id"));
        Assert.Equal(20_000, shops.Count("SELECT count(DISTINCT order_id) FROM e"));
        Assert.True(shops.Count("SELECT count(DISTINCT session_id) FROM e WHERE order_id IS NULL") > 500);
        Assert.Equal(0, shops.Count("SELECT count(*) FROM e WHERE user_id NOT IN (SELECT user_id FROM t)"));
        Assert.InRange(shops.Count("SELECT count(DISTINCT page) FROM e"), 20, 30);
    }

    [Fact]
    public void Customers_HaveHabits()
    {
        // The same person's orders are closer in log amount and share their category more often than two strangers' do.
        Assert.True(shops.Number("""
            WITH o AS (SELECT user_id, product_category AS c, row_number() OVER (ORDER BY order_id) AS n
                FROM t JOIN truth ON id = order_id WHERE kind = 'ordinary'),
            same AS (SELECT avg((a.c = b.c)::INT) AS s FROM o a JOIN o b ON a.user_id = b.user_id AND a.n < b.n),
            other AS (SELECT avg((a.c = b.c)::INT) AS s FROM o a JOIN o b ON a.n + 1 = b.n AND a.user_id <> b.user_id)
            SELECT same.s / other.s FROM same, other
            """) > 2);
        Assert.True(shops.Number("""
            SELECT count(*) FILTER (hour(purchase_time) BETWEEN 17 AND 22) / count(*) FILTER (hour(purchase_time) BETWEEN 1 AND 6) FROM t
            """) > 4);
    }

    [Fact]
    public void Columns_HoldNoTrace_OfTheTruth()
    {
        var columns = shops.Tables.Query("SELECT column_name FROM (DESCRIBE t) UNION ALL SELECT column_name FROM (DESCRIBE e)", static r => r.GetString(0));
        Assert.DoesNotContain(columns, static c => c is "ring" or "kind" or "innocent" or "fraud");
        // Order numbers of rings are spread like everybody's.
        Assert.InRange(shops.Number("SELECT avg(n) FROM (SELECT order_id, percent_rank() OVER (ORDER BY order_id) AS n FROM t) JOIN truth ON id = order_id "
            + "WHERE fraud"), 0.45, 0.55);
    }
}
