using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Ingest.Shapes;

public class RefundTests
{
    private const string Payments = "id,who,at,sum,what\n"
        + "p1,ann,2024-05-01,20,sale\np2,ann,2024-05-02,20,sale\np3,ann,2024-05-03,7,sale\np4,bob,2024-05-04,20,sale\n"
        + "r1,ann,2024-05-05,-20,sale\nr2,ann,2024-05-06,-20,sale\nr3,ann,2024-05-07,-20,sale\nr4,bob,2024-05-08,5,reversal\n"
        + "p5,ann,2024-05-09,20,sale\nr5,ann,2024-05-10,-20,sale\n";

    private static Mapping With(RefundMapping? refunds) => new()
    {
        Transactions = new() { Id = "id", Account = "who", Time = "at", Amount = "sum", Attributes = ["what"], Refunds = refunds },
    };

    [Fact]
    public void Load_AmountsBelowZero_AreSetAsideAndSaid()
    {
        using var bench = new LoadBench { Mapping = With(null) };

        var dataset = bench.Load(bench.Write("t.csv", Payments), maxRejectShare: 0);

        Assert.Equal(new RowCounts { Read = 10, Kept = 6, Refunds = 4 }, dataset.TransactionRows);
        Assert.Equal(0, dataset.RejectCount);
        Assert.Contains("transactions: 4 rows give money back (80.00): set aside", dataset.Notes);
    }

    [Fact]
    public void Load_RefundsByAWordToo_AreSetAside()
    {
        using var bench = new LoadBench { Mapping = With(new() { Column = "what", Words = ["reversal"] }) };

        Assert.Equal(["p1", "p2", "p3", "p4", "p5"], Ids(bench.Load(bench.Write("t.csv", Payments))));
    }

    [Fact]
    public void Load_RefundsKept_HaveNoAmountAndAnAttribute()
    {
        using var bench = new LoadBench { Mapping = With(new() { Use = RefundUse.Keep, Column = "what", Words = ["reversal"] }) };

        var dataset = bench.Load(bench.Write("t.csv", Payments));

        Assert.Equal([new AttributeColumn("what", false), new AttributeColumn("refund", false)], dataset.Attributes);
        Assert.Equal(["p5|20.0|no", "r1|-|yes", "r4|-|yes"], LoadBench.Rows("SELECT id, amount::VARCHAR, attribute_refund FROM "
            + $"read_parquet({Sql.Text(dataset.TransactionsPath)}) WHERE id IN ('p5', 'r1', 'r4') ORDER BY id"));
        Assert.Equal(new RowCounts { Read = 10, Kept = 10 }, dataset.TransactionRows);
    }

    /// <summary>Of three refunds of 20 two find a payment before them, the last of those not given back yet; the one after them finds its own.</summary>
    [Fact]
    public void Load_RefundsLinked_AreNotedAtTheLastPaymentThatIsNotGivenBackYet()
    {
        using var bench = new LoadBench { Mapping = With(new() { Use = RefundUse.Link, Column = "what", Words = ["reversal"] }) };

        var dataset = bench.Load(bench.Write("t.csv", Payments));

        Assert.Equal(["p1|20.0", "p2|20.0", "p3|-", "p4|-", "p5|20.0"],
            LoadBench.Rows($"SELECT id, refunded::VARCHAR FROM read_parquet({Sql.Text(dataset.TransactionsPath)})"));
        Assert.Equal(5, dataset.TransactionRows!.Refunds);
        Assert.Contains("transactions: 5 rows give money back (85.00): 3 of 5 refunds noted at the payment it was given back for; the others find no earlier "
            + "payment of the same account and amount", dataset.Notes);
    }

    [Fact]
    public void Load_MostAmountsBelowZero_MustBeDecided()
    {
        const string Bank = "id,who,at,sum,what\n1,a,2024-05-01,-5,x\n2,b,2024-05-01,-6,x\n3,a,2024-05-02,900,x\n";
        using var bench = new LoadBench { Mapping = With(null) };
        var file = bench.Write("t.csv", Bank);

        var error = Assert.Throws<InputException>(() => bench.Load(file));

        Assert.Equal("sum", error.Column);
        Assert.Contains("transactions.refunds.payments_below_zero = true", error.Message, StringComparison.Ordinal);
        using var decided = new LoadBench { Mapping = With(new() { PaymentsBelowZero = true }) };
        var dataset = decided.Load(decided.Write("t.csv", Bank));
        Assert.Equal(["1|5.0", "2|6.0"], LoadBench.Rows($"SELECT id, amount::VARCHAR FROM read_parquet({Sql.Text(dataset.TransactionsPath)}) ORDER BY id"));
        Assert.Equal(1, dataset.TransactionRows!.Refunds);
    }

    private static List<string> Ids(Dataset dataset) => LoadBench.Rows($"SELECT id FROM read_parquet({Sql.Text(dataset.TransactionsPath)}) ORDER BY id");
}
