using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Ingest.Shapes;

/// <summary>Parts that a source has otherwise than most: no id, no account, a time in two columns, a page of several, words that say nothing.</summary>
public class PartsTests
{
    private static Mapping Least => new() { Transactions = new() { Account = "who", Time = "at" } };

    [Fact]
    public void Load_WithoutIds_NumbersTheRowsAndKeepsTheirOrder()
    {
        using var bench = new LoadBench { Mapping = Least };
        var rows = string.Concat(Enumerable.Range(1, 12).Select(static i => $"a{i},{(i == 3 ? "never" : "2024-05-01")}\n"));

        var dataset = bench.Load(bench.Write("t.csv", "who,at\n" + rows));

        Assert.Equal(Enumerable.Range(1, 12).Where(static i => i != 3).Select(static i => $"{i}|a{i}"), Rows(dataset.TransactionsPath, "id, account"));
    }

    [Fact]
    public void Load_WithoutIdsFromSeveralFiles_TellsTheRowsOfEachApart()
    {
        using var bench = new LoadBench { Mapping = Least };
        bench.Write("d/one.csv", "who,at\na,2024-05-01\nb,2024-05-02\n");
        bench.Write("d/two.csv", "who,at\nc,2024-05-03\n");

        Assert.Equal(["1:1|a", "1:2|b", "2:1|c"], Rows(bench.Load(bench.Path("d")).TransactionsPath, "id, account"));
    }

    [Fact]
    public void Load_WithoutAccounts_GivesEachPaymentItsOwn()
    {
        using var bench = new LoadBench { Mapping = new() { Transactions = new() { Id = "id", Account = null, Time = "at" } } };

        Assert.Equal(["x7|x7", "x8|x8"], Rows(bench.Load(bench.Write("t.csv", "id,at\nx7,2024-05-01\nx8,2024-05-02\n")).TransactionsPath, "id, account"));
    }

    [Fact]
    public void Load_TimeOfDayInAColumnOfItsOwn_IsJoinedToTheDate()
    {
        using var bench = new LoadBench { Mapping = new() { Transactions = new() { Account = "who", Time = "day", TimeOfDay = "clock" } } };

        var dataset = bench.Load(bench.Write("t.csv", "who,day,clock\na,2024-05-01,09:30:00\nb,2024-05-01 00:00:00,1899-12-31 10:15:30\nc,2024-05-01,\n"));

        Assert.Equal(["a|2024-05-01 09:30:00", "b|2024-05-01 10:15:30"], Rows(dataset.TransactionsPath, "account, time::VARCHAR"));
        Assert.Equal(["t.csv|3|day||time or time of day is missing"], LoadBench.Rejects(dataset));
    }

    [Fact]
    public void Load_TypedDateAndTimeOfParquet_AreJoined()
    {
        using var bench = new LoadBench { Mapping = new() { Transactions = new() { Account = "who", Time = "day", TimeOfDay = "clock" } } };
        var file = bench.Path("t.parquet");
        LoadBench.Run($"COPY (SELECT 'a' AS who, DATE '2024-05-01' AS day, TIME '07:08:09' AS clock) TO {Sql.Text(file)}");

        Assert.Equal(["2024-05-01 07:08:09"], Rows(bench.Load(file).TransactionsPath, "time::VARCHAR"));
    }

    [Fact]
    public void Load_PageOfSeveralColumns_IsJoinedAndABlankOneKept()
    {
        using var bench = new LoadBench
        {
            Mapping = Least with { Events = new() { Account = "who", Time = "at", Type = "area", TypeParts = ["page", "button"] } },
        };
        var events = bench.Write("e.csv", "who,at,area,page,button\na,2024-04-01,shop,cart,pay\na,2024-04-02,shop,,\na,2024-04-03,,home,\na,2024-04-04,,,\n");

        var dataset = bench.Load(bench.Write("t.csv", "who,at\na,2024-05-01\n"), events);

        Assert.Equal(["shop / cart / pay", "shop", "home", "(blank)"], Rows(dataset.EventsPath, "type"));
        Assert.Contains("events: 1 event names no page: kept as the page (blank)", dataset.Notes);
        Assert.Equal(0, dataset.RejectCount);
    }

    [Fact]
    public void Load_WordsThatSayNothing_AreNoOutcomeAndAreCounted()
    {
        using var bench = new LoadBench
        {
            Mapping = new()
            {
                Transactions = Least.Transactions with
                {
                    Decision = new() { Column = "did", Approved = ["ok"], Declined = ["no"], Ignored = ["timeout"] },
                    Outcome = new() { Column = "is", Fraud = ["1.0"], Legitimate = ["0"], Ignored = ["9"], KnownAt = "known" },
                },
            },
        };

        var dataset = bench.Load(bench.Write("t.csv", "who,at,did,is,known\na,2024-05-01,ok,1,2024-05-02\nb,2024-05-02,timeout,0.0,NULL\n"
            + "c,2024-05-03, no ,9.0,\nd,2024-05-04,,N/A,\ne,2024-05-05,later,5,\n"));

        Assert.Equal(["a|approved|fraud", "b|-|legitimate", "c|declined|-", "d|-|-"], Rows(dataset.TransactionsPath, "account, decision, outcome"));
        Assert.Equal(["t.csv|5|did|later|decision is not one of ok, no", "t.csv|5|is|5|outcome is not one of 1.0, 0"], LoadBench.Rejects(dataset));
        Assert.Contains("transactions: read as not known: “timeout” in did (1 row), “9.0” in is (1 row), “N/A” in is (1 row)", dataset.Notes);
        Assert.Contains("transactions: read as no value: “NULL” in known (1 row)", dataset.Notes);
    }

    private static List<string> Rows(string path, string columns) => LoadBench.Rows($"SELECT {columns} FROM read_parquet({Sql.Text(path)})");
}
