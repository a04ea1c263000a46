using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Ingest;

public class MissingWordsTests
{
    private const string Header = "id,account,time,currency,device,ip,browser,age\n";
    private const string EventHeader = "account,session,time,page\n";

    private static Mapping Mapping(IReadOnlyList<string>? missing = null) => new()
    {
        Transactions = new()
        {
            Id = "id",
            Account = "account",
            Time = "time",
            Currency = "currency",
            Entities = new Dictionary<string, string> { ["device"] = "device", ["ip"] = "ip" },
            Attributes = ["browser", "age"],
        },
        Events = new() { Account = "account", Session = "session", Time = "time", Type = "page" },
        Missing = missing,
    };

    private static List<string> Values(Dataset dataset) => LoadBench.Rows(
        $"SELECT account, currency, entity_device, entity_ip, attribute_browser, attribute_age::VARCHAR FROM {dataset.TransactionsTable} ORDER BY row");

    [Fact]
    public void Load_WordsForNothing_AreNoEntityNoCategoryAndNoNumber()
    {
        using var bench = new LoadBench { Mapping = Mapping() };
        var dataset = bench.Load(bench.Write("t.csv", Header
            + "t1,a,2024-03-01T10:00:00Z,EUR,NULL,none,nan,31\n"
            + "t2,b,2024-03-01T10:01:00Z, nan ,null,0.0.0.0,none,-\n"
            + "t3,c,2024-03-01T10:02:00Z,EUR,00000000-0000-0000-0000-000000000000,10.0.0.1,Nullsoft,0\n"));
        Assert.Equal(["a|EUR|-|-|-|31.0", "b|-|-|-|none|-", "c|EUR|-|10.0.0.1|Nullsoft|0.0"], Values(dataset));
        Assert.True(dataset.Attributes.Single(a => a.Name == "age").Numeric);
        var note = Assert.Single(dataset.Notes);
        Assert.StartsWith("transactions: read as no value: ", note, StringComparison.Ordinal);
        Assert.Contains("“NULL” in device (1 row)", note, StringComparison.Ordinal);
        Assert.Contains("“none” in ip (1 row)", note, StringComparison.Ordinal);
        Assert.DoesNotContain("Nullsoft", note, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AccountThatIsAWordForNothing_IsRefusedWithTheWord()
    {
        using var bench = new LoadBench { Mapping = Mapping() };
        var dataset = bench.Load(
            bench.Write("t.csv", Header + "t1,Unknown,2024-03-01T10:00:00Z,,,,,\nt2,b,2024-03-01T10:01:00Z,,,,,\n"),
            bench.Write("e.csv", EventHeader + "b,NULL,2024-03-01T09:00:00Z,unknown\nnull,s,2024-03-01T09:00:00Z,home\nb,s,2024-03-01T09:30:00Z,home\n"));
        Assert.Equal(["t.csv|1|account|Unknown|account is missing", "e.csv|2|account|null|event account is missing"], LoadBench.Rejects(dataset));
        Assert.Equal(["-|unknown", "s|home"], LoadBench.Rows($"SELECT session, type FROM {dataset.EventsTable} ORDER BY time"));
        Assert.Equal(2, dataset.Notes.Count);
    }

    [Fact]
    public void Load_MappingThatNamesItsWords_GoesByThemAlone()
    {
        using var bench = new LoadBench { Mapping = Mapping(["Ohne", " 0 "]) };
        var dataset = bench.Load(bench.Write("t.csv", Header + "t1,a,2024-03-01T10:00:00Z,EUR,NULL,ohne,OHNE,0\n"));
        Assert.Equal(["a|EUR|NULL|-|-|-"], Values(dataset));
        using var none = new LoadBench { Mapping = Mapping([]) };
        var whole = none.Load(none.Write("t.csv", Header + "t1,a,2024-03-01T10:00:00Z,EUR,NULL,N/A,-,?\n"));
        Assert.Equal(["a|EUR|NULL|N/A|-|?"], Values(whole));
        Assert.Empty(whole.Notes);
    }

    [Fact]
    public void Read_MissingInAMapping_IsKept()
    {
        using var bench = new LoadBench();
        var path = bench.Write("m.json", """{ "transactions": { "id": "i", "account": "a", "time": "t" }, "missing": ["NULL", "-1"] }""");
        Assert.Equal(["NULL", "-1"], MappingFile.Read(path).Missing);
    }
}
