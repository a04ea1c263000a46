using System.Text.Json;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Ingest;

public class MappingRulesTests
{
    [Theory]
    [InlineData("""{ "rows": { "column": "kind", "words": [] } }""", "no words are given", "transactions.rows")]
    [InlineData("""{ "rows": { "column": " ", "words": ["buy"] } }""", "empty", "transactions.rows.column")]
    [InlineData("""{ "rows": { "words": ["buy"] } }""", "lacks 'column'", "transactions.rows")]
    [InlineData("""{ "time_of_day": "" }""", "empty", "transactions.time_of_day")]
    [InlineData("""{ "amount": "m", "refunds": { "column": "kind" } }""", "together", "transactions.refunds")]
    [InlineData("""{ "refunds": { "use": "keep" } }""", "told by amounts", "transactions.refunds")]
    [InlineData("""{ "refunds": { "use": "lend", "column": "kind", "words": ["x"] } }""", "cannot be read", "set_aside")]
    [InlineData("""{ "copies": "twice" }""", "cannot be read", "once")]
    [InlineData("""{ "outcome": { "column": "o", "fraud": ["1"], "legitimate": ["0"], "ignored": ["1.0"] } }""", "twice", "transactions.outcome")]
    [InlineData("""{ "outcome": { "column": "o", "ignored": ["0"] } }""", "every value would be refused", "transactions.outcome")]
    [InlineData("""{ "outcome": { "column": "o", "fraud": ["1"] }, "attributes": ["o"] }""", "a feature of the payment as well", "transactions.attributes")]
    [InlineData("""{ "outcome": { "column": "o", "fraud": ["1"] }, "entities": { "x": "o" } }""", "a feature of the payment as well", "transactions.entities")]
    [InlineData("""{ "outcome": { "column": "m", "fraud": ["1"] }, "amount": "m" }""", "a feature of the payment as well", "transactions.outcome")]
    [InlineData("""{ "outcome": { "column": "o", "fraud": ["1"], "known_at": "k" }, "attributes": ["k"] }""", "outcome's time", "transactions.attributes")]
    [InlineData("""{ "decision": { "column": "d", "approved": ["1"] }, "attributes": ["d"] }""", "the decision and a feature", "transactions.attributes")]
    [InlineData("""{ "amount": "m", "attributes": ["m"] }""", "the amount and an attribute", "transactions.attributes")]
    [InlineData("""{ "attributes": ["t"] }""", "the time and an attribute", "transactions.attributes")]
    [InlineData("""{ "personal": ["a"] }""", "neither the account nor an entity or attribute", "transactions.personal")]
    [InlineData("""{ "personal": ["account", "Account"] }""", "given twice", "transactions.personal")]
    [InlineData("""{ "attributes": ["x"], "personal": ["y"] }""", "expected some of account, x", "transactions.personal")]
    [InlineData("""{ "format": { "encoding": "ebcdic" } }""", "encoding is not known", "windows-1252")]
    [InlineData("""{ "format": { "delimiter": "abc" } }""", "cannot stand between fields", "transactions.format.delimiter")]
    [InlineData("""{ "format": { "skip_lines": -1 } }""", "cannot stand above", "transactions.format.skip_lines")]
    [InlineData("""{ "format": { "decimal": ";" } }""", "no decimal sign", "transactions.format.decimal")]
    [InlineData("""{ "format": { "time_zone": "Europe/Berlim" } }""", "Europe/Berlin", "transactions.format.time_zone")]
    [InlineData("""{ "format": { "time": "dd/MM/qqqq" } }""", "no way to write times", "transactions.format.time")]
    [InlineData("""{ "format": { "columns": { "x": { "thousands": "--" } } } }""", "between thousands", "transactions.format.columns.x.thousands")]
    [InlineData("""{ "format": { "colums": {} } }""", "'colums'", "columns")]
    public void Read_TransactionsThatMakeNoSense_AreRefusedByTheirKey(string more, string says, string names) =>
        Refused("{ \"transactions\": { \"id\": \"i\", \"account\": \"a\", \"time\": \"t\", " + more.Trim()[1..] + " }", says, names);

    [Theory]
    [InlineData("""{ "type_parts": ["p"] }""", "given twice", "events.type_parts")]
    [InlineData("""{ "type_parts": [""] }""", "empty", "events.type_parts")]
    [InlineData("""{ "in_transactions": true }""", "nothing tells them apart", "events.in_transactions")]
    [InlineData("""{ "rows": { "column": "k", "words": [], "except": true } }""", "every row would be taken", "events.rows")]
    [InlineData("""{ "format": { "zones": { "BST": "Nowhere/Land" } } }""", "no such time zone", "events.format.zones")]
    public void Read_EventsThatMakeNoSense_AreRefusedByTheirKey(string more, string says, string names) =>
        Refused("{ \"transactions\": { \"account\": \"a\", \"time\": \"t\" }, \"events\": { \"account\": \"a\", \"time\": \"t\", \"type\": \"p\", "
            + more.Trim()[1..] + " }", says, names);

    [Fact]
    public void Read_EveryKey_ComesBackAsItWasWritten()
    {
        using var bench = new LoadBench();
        var mapping = new Mapping
        {
            Transactions = new()
            {
                Account = "who",
                Time = "day",
                TimeOfDay = "clock",
                Amount = "sum",
                Rows = new() { Column = "kind", Words = ["buy"] },
                Refunds = new() { Use = RefundUse.Link, Column = "kind", Words = ["back"], PaymentsBelowZero = true },
                Copies = CopyRule.Once,
                Personal = [],
                Decision = new() { Column = "did", Approved = ["A"], Ignored = ["?"] },
                Outcome = new() { Column = "is", Fraud = ["1"], Ignored = ["9"] },
                Format = new()
                {
                    Encoding = "windows-1252",
                    Delimiter = ";",
                    SkipLines = 2,
                    Header = false,
                    Decimal = ",",
                    Thousands = ".",
                    Time = "dd.MM.yyyy",
                    TimeZone = "Europe/Berlin",
                    Columns = new Dictionary<string, ColumnFormat> { ["clock"] = new() { Time = "HH:mm" } },
                },
            },
            Events = new()
            {
                InTransactions = true,
                Account = "who",
                Time = "day",
                Type = "area",
                TypeParts = ["page"],
                Rows = new() { Column = "kind", Words = ["view"], Except = true },
                Copies = CopyRule.All,
            },
            Missing = ["-"],
            IgnoreCase = true,
            NormalizeUnicode = true,
        };

        MappingFile.Write(bench.Path("m.json"), mapping);

        Assert.Equal(JsonSerializer.Serialize(mapping, JsonFile.Options), JsonSerializer.Serialize(MappingFile.Read(bench.Path("m.json")), JsonFile.Options));
    }

    /// <summary>A dataset is found again by what its mapping is as JSON.</summary>
    [Fact]
    public void Write_WithoutTheNewerKeys_IsAsItWasBeforeThem()
    {
        var json = JsonSerializer.Serialize(new Mapping { Transactions = new() { Id = "i", Account = "a", Time = "t" } }, JsonFile.Options);

        const string Before = """
            {"transactions":{"id":"i","account":"a","time":"t","amount":null,"currency":null,"rates":{},"entities":{},"attributes":[],
            "decision":null,"outcome":null},"events":null,"missing":null}
            """;
        Assert.Equal(string.Concat(Before.Where(static c => !char.IsWhiteSpace(c))),
            string.Concat(json.Where(static c => !char.IsWhiteSpace(c))));
    }

    private static void Refused(string json, string says, string names)
    {
        using var bench = new LoadBench();
        var file = bench.Write("m.json", json);

        var error = Assert.Throws<InputException>(() => MappingFile.Read(file));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains(names, error.Message, StringComparison.Ordinal);
    }
}
