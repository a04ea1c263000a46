using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Ingest.Shapes;

public class KeyTests
{
    private static Mapping Plain => new()
    {
        Transactions = new() { Id = "id", Account = "who", Time = "at", Entities = new Dictionary<string, string> { ["device"] = "dev" } },
        Events = new() { Account = "who", Time = "at", Type = "page", Transaction = "pay", Copies = CopyRule.All },
    };

    /// <summary>Spaces that only a hex editor shows made three accounts of one.</summary>
    [Theory]
    [InlineData("lena\u00a0")]
    [InlineData("\u200blena")]
    [InlineData("\ufefflena")]
    [InlineData(" \u2003lena\u200d\t")]
    [InlineData("\u200elena\u202c")]
    [InlineData("\u3000lena\u2029")]
    public void Load_SpacesThatAreNotSeen_AreTrimmed(string written)
    {
        using var bench = new LoadBench { Mapping = Plain with { Events = null } };

        var dataset = bench.Load(bench.Write("t.csv", $"id,who,at,dev\n1,lena,2024-05-01,x\n2,\"{written}\",2024-05-02,\"{written}\"\n"));

        Assert.Equal(["lena|x", "lena|lena"], Rows(dataset.TransactionsPath, "account, entity_device"));
    }

    [Theory]
    [InlineData("Åsa")]
    [InlineData("日本")]
    [InlineData("a\u00a0b")]
    public void Load_OtherCharactersThanSpaces_StayAsTheyAre(string account)
    {
        using var bench = new LoadBench { Mapping = Plain with { Events = null } };

        Assert.Equal([account], Rows(bench.Load(bench.Write("t.csv", $"id,who,at,dev\n1,{account},2024-05-01,x\n")).TransactionsPath, "account"));
    }

    [Theory]
    [InlineData("100", "100.0", "100")]
    [InlineData("100.00", "100", "100")]
    [InlineData("100000", "1e+05", "100000")]
    [InlineData("1.5E+3", "1500", "1500")]
    [InlineData("0", "0.0", "0")]
    public void Load_WholeNumbersWrittenInTwoWays_AreOneAccountAndOnePayment(string one, string other, string key)
    {
        using var bench = new LoadBench { Mapping = Plain };
        var transactions = bench.Write("t.csv", $"id,who,at,dev\n{one},{one},2024-05-01T10:00:00Z,{one}\n");

        var dataset = bench.Load(transactions, bench.Write("e.csv", $"who,at,page,pay\n{other},2024-05-01T09:00:00Z,home,{other}\n"));

        Assert.Equal([$"{key}|{key}|{key}"], Rows(dataset.TransactionsPath, "id, account, entity_device"));
        Assert.Equal([$"{key}|{key}"], Rows(dataset.EventsPath, "account, transaction"));
    }

    [Theory]
    [InlineData("007")]
    [InlineData("007.0")]
    [InlineData("12e4")]
    [InlineData("10.5")]
    [InlineData("10.1.0.0")]
    [InlineData("1.25e+1")]
    [InlineData("v2.0")]
    public void Load_WhatIsNoWholeNumber_StaysAsItIs(string account)
    {
        using var bench = new LoadBench { Mapping = Plain with { Events = null } };

        Assert.Equal([account], Rows(bench.Load(bench.Write("t.csv", $"id,who,at,dev\n1,{account},2024-05-01,x\n")).TransactionsPath, "account"));
    }

    [Fact]
    public void Load_AccountsOfParquetDoubles_FindTheirEvents()
    {
        using var bench = new LoadBench { Mapping = Plain };
        var file = bench.Path("t.parquet");
        LoadBench.Run($"COPY (SELECT 1 AS id, 17850.0::DOUBLE AS who, TIMESTAMP '2024-05-01' AS at, 'x' AS dev) TO {Sql.Text(file)}");

        var dataset = bench.Load(file, bench.Write("e.csv", "who,at,page,pay\n17850,2024-04-30T09:00:00Z,home,1\n"));

        Assert.Equal((1L, 0L), (dataset.EventCount, dataset.RejectCount));
    }

    [Fact]
    public void Load_EventsOfNoAccountThatPays_SaysSoWithAnExampleOfBoth()
    {
        using var bench = new LoadBench { Mapping = Plain };
        var transactions = bench.Write("t.csv", "id,who,at,dev\n1,AC-1,2024-05-01,x\n");

        var dataset = bench.Load(transactions, bench.Write("e.csv", "who,at,page,pay\n1,2024-04-30,home,1\n2,2024-04-30,home,1\n"));

        Assert.Contains("events: none of the 2 events is of an account that pays (an event says “1”, a payment “AC-1”): all sequences are empty",
            dataset.Notes);
    }

    [Fact]
    public void Load_CaseAndCompositionByChoice_MakeOneAccountAndSaySo()
    {
        const string Rows = "id,who,at,dev\n1,Ren\u00e9,2024-05-01,DEV\n2,rene\u0301,2024-05-02,dev\n3,RENE\u0301,2024-05-03,Dev\nA,x,2024-05-04,\n"
            + "a,x,2024-05-05,\n";
        using var bench = new LoadBench { Mapping = Plain with { Events = null, IgnoreCase = true, NormalizeUnicode = true } };

        var dataset = bench.Load(bench.Write("t.csv", Rows));

        Assert.Equal(2, dataset.Quality.Single(static q => q.Column == "account").Distinct);
        Assert.Equal(1, dataset.Quality.Single(static q => q.Column == "entity_device").Distinct);
        Assert.Equal(5, dataset.TransactionCount);
        Assert.Contains("transactions: spellings that differ in upper and lower case or in how Unicode composes them only count as one: 2 of accounts, "
            + "2 of device", dataset.Notes);
        using var apart = new LoadBench { Mapping = Plain with { Events = null } };
        Assert.Equal(4, apart.Load(apart.Write("t.csv", Rows)).Quality.Single(static q => q.Column == "account").Distinct);
    }

    private static List<string> Rows(string path, string columns) => LoadBench.Rows($"SELECT {columns} FROM read_parquet({Sql.Text(path)})");
}
