using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Ingest.Shapes;

/// <summary>Views and purchases in one file, told apart by a word in a column.</summary>
public class OneLogTests
{
    private const string Log = "kind,who,at,price\n"
        + "view,ann,2024-05-01T10:00:00Z,\nview,ann,2024-05-01T10:01:00Z,\nbuy,ann,2024-05-01T10:02:00Z,30\n"
        + " basket ,bob,2024-05-01T11:00:00Z,\nbuy,bob,2024-05-01T11:05:00Z,12.5\nview,cyd,2024-05-01T12:00:00Z,\nping,ann,2024-05-01T13:00:00Z,\n";

    private static readonly Mapping Mapping = new()
    {
        Transactions = new()
        {
            Account = "who",
            Time = "at",
            Amount = "price",
            Rows = new RowFilter { Column = "kind", Words = ["buy"] },
        },
        Events = new()
        {
            InTransactions = true,
            Account = "who",
            Time = "at",
            Type = "kind",
            Rows = new RowFilter { Column = "kind", Words = ["ping"], Except = true },
        },
    };

    [Fact]
    public void Load_OneLog_GivesEachTableItsRowsAndCountsAllOfThem()
    {
        using var bench = new LoadBench { Mapping = Mapping };

        var dataset = bench.Load(bench.Write("log.csv", Log));

        Assert.Equal(["3|ann|30.0", "5|bob|12.5"],
            LoadBench.Rows($"SELECT id, account, amount::VARCHAR FROM read_parquet({Sql.Text(dataset.TransactionsPath)})"));
        Assert.Equal(["ann|view", "ann|view", "ann|buy", "bob|basket", "bob|buy"],
            LoadBench.Rows($"SELECT account, type FROM read_parquet({Sql.Text(dataset.EventsPath)})"));
        Assert.Equal(new RowCounts { Read = 7, Kept = 2, LeftOut = 5 }, dataset.TransactionRows);
        Assert.Equal(new RowCounts { Read = 7, Kept = 5, LeftOut = 1, WithoutPayment = 1 }, dataset.EventRows);
    }

    [Fact]
    public void Load_MalformedLineOfOneLog_IsRefusedOnce()
    {
        using var bench = new LoadBench { Mapping = Mapping };

        var dataset = bench.Load(bench.Write("log.csv", Log + "buy,ann\n"));

        Assert.Equal((8L, 1L, 5L), (dataset.TransactionRows!.Read, dataset.TransactionRows.Refused, dataset.TransactionRows.LeftOut));
        Assert.Equal((8L, 0L, 2L), (dataset.EventRows!.Read, dataset.EventRows.Refused, dataset.EventRows.LeftOut));
        Assert.Equal(["log.csv|8||buy,ann|line has too few fields", "log.csv|6|who|cyd|account has no transaction"],
            LoadBench.Rejects(dataset).OrderByDescending(static r => r, StringComparer.Ordinal));
    }

    [Fact]
    public void Load_SamePathForBothTables_IsOneLogWhereRowsTellThemApart()
    {
        using var bench = new LoadBench
        {
            Mapping = Mapping with { Events = Mapping.Events! with { InTransactions = false } },
        };
        var file = bench.Write("log.csv", Log);

        Assert.Equal(5, bench.Load(file, file).EventCount);
    }

    [Fact]
    public void Load_SamePathAndNothingToTellRowsApart_IsRefused()
    {
        using var bench = new LoadBench
        {
            Mapping = new Mapping
            {
                Transactions = Mapping.Transactions with { Rows = null },
                Events = Mapping.Events! with { InTransactions = false, Rows = null },
            },
        };
        var file = bench.Write("log.csv", Log);

        Assert.Contains("the same file was given", Assert.Throws<InputException>(() => bench.Load(file, file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FileOfEventsBesideOneLog_IsRefused()
    {
        using var bench = new LoadBench { Mapping = Mapping };

        var error = Assert.Throws<InputException>(() => bench.Load(bench.Write("log.csv", Log), bench.Write("more.csv", Log)));

        Assert.Contains("the events lie in the transactions' files", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FilterThatTakesNoRow_SaysSo()
    {
        using var bench = new LoadBench
        {
            Mapping = Mapping with { Events = null, Transactions = Mapping.Transactions with { Rows = new() { Column = "kind", Words = ["sale"] } } },
        };

        var error = Assert.Throws<InputException>(() => bench.Load(bench.Write("log.csv", Log)));

        Assert.Contains("no row of the file is a payment (7 left out by the choice of rows)", error.Message, StringComparison.Ordinal);
    }
}
