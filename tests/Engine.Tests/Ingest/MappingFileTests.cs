using System.Text.Json;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Ingest;

public class MappingFileTests
{
    private const string Least = """{ "transactions": { "id": "i", "account": "a", "time": "t"} }""";

    [Fact]
    public void Read_TheWholeForm_FillsEveryPart()
    {
        using var bench = new LoadBench();
        var mapping = MappingFile.Read(bench.Write("m.json", """
            { "transactions": { "id": "order_id", "account": "user_id", "time": "purchase_time", "amount": "value", "currency": null,
                "entities": { "device": "device_id", "ip": "ip" }, "attributes": ["browser", "age"],
                "decision": { "column": "decision", "approved": ["A"], "challenged": ["C"], "declined": ["D"] },
                "outcome": { "column": "class", "fraud": ["1"], "legitimate": ["0"], "known_at": "chargeback_time" },
                "signed_up": "signup_time" },
              "events": { "account": "user_id", "transaction": null, "session": null, "time": "ts", "type": "page", "dwell_ms": null } }
            """));
        Assert.Equal(["device", "ip"], mapping.Transactions.Entities.Keys);
        Assert.Equal("chargeback_time", mapping.Transactions.Outcome!.KnownAt);
        Assert.Null(mapping.Transactions.Currency);
        Assert.Equal("signup_time", mapping.Transactions.SignedUp);
        MappingFile.Write(bench.Path("n.json"), mapping);
        Assert.Equal(JsonSerializer.Serialize(mapping, JsonFile.Options), JsonSerializer.Serialize(MappingFile.Read(bench.Path("n.json")), JsonFile.Options));
    }

    [Fact]
    public void Read_NullsForOptionalParts_CountAsLeftOut()
    {
        using var bench = new LoadBench();
        const string Json = """
            {
              "transactions": { "id": "i", "account": "a", "time": "t", "entities": null, "attributes": null, "decision": null, "outcome": null },
              "events": null
            }
            """;
        var mapping = MappingFile.Read(bench.Write("m.json", Json));
        Assert.Empty(mapping.Transactions.Entities);
        Assert.Empty(mapping.Transactions.Attributes);
        Assert.Null(mapping.Events);
        Assert.Equal("i", MappingFile.Read(bench.Write("l.json", Least)).Transactions.Id);
    }

    [Theory]
    [InlineData("""{ "transactions": { "id": "i", "account": "a", "time": "t", "ammount": "x" } }""", "'ammount'", "amount")]
    [InlineData("""{ "transactions": { "id": "i", "account": "a", "time": "t" }, "event": {} }""", "'event'", "transactions, events")]
    [InlineData(
        """{ "transactions": { "id": "i", "account": "a", "time": "t", "outcome": { "column": "c", "fraud": ["1"], "known": null } } }""",
        "'known'",
        "known_at")]
    [InlineData("""{ "transactions": { "id": "i", "account": "a", "time": null } }""", "lacks 'time'", "at least time")]
    [InlineData("""{ "transactions": { "time": "t" }, "events": { "account": "a", "time": "t", "type": "p" } }""", "events are told apart by account",
        "transactions.account")]
    [InlineData("""{ }""", "lacks 'transactions'", "transactions")]
    [InlineData("""{ "transactions": "t.csv" }""", "needs an object", "account, time")]
    [InlineData("""{ "transactions": { "id": 7, "account": "a", "time": "t" } }""", "cannot be read", "id")]
    [InlineData("""{ "transactions": { "id": " ", "account": "a", "time": "t" } }""", "empty", "transactions.id")]
    [InlineData("""{ "transactions": { "id": "i", "account": "a", "time": "t", "entities": { "my device": "d" } } }""", "entity name", "my device")]
    [InlineData("""{ "transactions": { "id": "i", "account": "a", "time": "t", "entities": { "ip": "d", "IP": "e" } } }""", "twice", "ip")]
    [InlineData("""{ "transactions": { "id": "i", "account": "a", "time": "t", "decision": { "column": "d" } } }""", "no words", "transactions.decision")]
    [InlineData(
        """{ "transactions": { "id": "i", "account": "a", "time": "t", "outcome": { "column": "d", "fraud": ["1"], "legitimate": ["1"] } } }""",
        "twice",
        "transactions.outcome")]
    [InlineData("""{ "transactions": { "id": "i", "id": "j", "account": "a", "time": "t" } }""", "'id' is given twice", "once")]
    [InlineData("""{ "transactions": { "id": "i", "account": "a", "time": "t", "attributes": [null] } }""", "null is no entry of a list", "attributes[0]")]
    [InlineData(
        """{ "transactions": { "id": "i", "account": "a", "time": "t", "decision": { "column": "d", "approved": [null] } } }""",
        "null is no entry of a list",
        "decision.approved[0]")]
    [InlineData("[1]", "object", "transactions")]
    [InlineData("not json", "cannot be read", "")]
    public void Read_WhatDoesNotBelong_IsNamed(string json, string says, string names)
    {
        using var bench = new LoadBench();
        var file = bench.Write("m.json", json);
        var error = Assert.Throws<InputException>(() => MappingFile.Read(file));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains(names, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoSuchFile_SaysSo() => Assert.Throws<InputException>(static () => MappingFile.Read("absent.json"));
}
