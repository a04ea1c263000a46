using Investigator.Engine.Core;
using Investigator.Engine.Ingest;

namespace Investigator.Engine.Tests.Ingest;

public class MappingSettingTests
{
    private static Mapping Plain => new()
    {
        Transactions = new TransactionMapping { Id = "no", Account = "who", Time = "at", Outcome = new OutcomeMapping { Column = "bad", Fraud = ["1"] } },
    };

    [Theory]
    [InlineData("transactions.format.decimal=,", ",")]
    [InlineData("transactions.format.decimal = \",\"", ",")]
    [InlineData("transactions.format.decimal = ,", ",")]
    [InlineData("transactions.format.thousands= ", " ")]
    [InlineData("transactions.format.thousands=", "")]
    public void On_TextHoweverSpelled_IsThatText(string text, string expected)
    {
        var format = MappingSetting.Parse(text).On(Plain).Transactions.Format!;
        Assert.Equal(expected, format.Decimal ?? format.Thousands);
    }

    [Fact]
    public void On_ValuesOfEachKind_AreReadAsTheKeyNeeds()
    {
        string[] settings = ["format.header=false", "format.skip_lines=3", "format.sheet=2026", "format.zones.BST=Europe/London", "rows.column=kind",
            "rows.words=buy", "currency=ccy", "copies=once", "format.columns.net.amount.decimal=,", "entities.card=pan", "attributes=[\"a\", \"b\"]"];
        // A row filter needs both of its keys at once.
        var whole = MappingSetting.Parse("transactions.rows={\"column\": \"kind\", \"words\": [\"buy\"]}").On(Plain);
        var t = settings.Aggregate(whole, (m, s) => MappingSetting.Parse(s, "transactions.").On(m)).Transactions;

        Assert.Equal((false, 3, "2026"), (t.Format!.Header, t.Format.SkipLines, t.Format.Sheet));
        Assert.Equal("Europe/London", t.Format.Zones!["BST"]);
        Assert.Equal(",", t.Format.Columns!["net.amount"].Decimal);
        Assert.Equal(["buy"], t.Rows!.Words);
        Assert.Equal(("ccy", CopyRule.Once, "pan"), (t.Currency, t.Copies, t.Entities["card"]));
        Assert.Equal(["a", "b"], t.Attributes);
    }

    [Theory]
    [InlineData("a = \"t.csv\"", "t.csv")]
    [InlineData("a = \"12\"", "\"12\"")]
    [InlineData("a=[\"b\"]", "[\"b\"]")]
    public void Parse_TextInQuotes_IsBareWhereItCanBe(string text, string value) => Assert.Equal(value, MappingSetting.Parse(text).Value);

    [Fact]
    public void On_Null_TakesTheKeyAway() =>
        Assert.Null(MappingSetting.Parse("transactions.outcome = null").On(Plain).Transactions.Outcome);

    [Theory]
    [InlineData("transactions.format.decimel=,", "'decimel' is not known")]
    [InlineData("transactions.format.skip_lines=many", "transactions.format.skip_lines")]
    [InlineData("transactions.outcome.fraud={\"a\": 1}", "transactions.outcome.fraud")]
    [InlineData("events.session=s", "lacks 'account'")]
    public void On_WhatDoesNotFit_IsRefusedByName(string text, string says) =>
        Assert.Contains(says, Assert.Throws<InputException>(() => MappingSetting.Parse(text).On(Plain)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("decimal")]
    [InlineData("=,")]
    public void Parse_NoSetting_IsRefused(string text) => Assert.Throws<InputException>(() => MappingSetting.Parse(text));

    [Fact]
    public void Between_TwoMappings_LeadsFromOneToTheOther()
    {
        var format = new SourceFormat
        {
            Decimal = ",",
            Thousands = "",
            Header = true,
            SkipLines = 2,
            Sheet = "12",
            Zones = new Dictionary<string, string> { ["X"] = "UTC" },
        };
        var after = Plain with
        {
            IgnoreCase = true,
            Transactions = Plain.Transactions with
            {
                Id = null,
                Format = format,
                Attributes = ["x"],
                Outcome = Plain.Transactions.Outcome! with { Ignored = ["?"] },
            },
        };

        var settings = MappingSetting.Between(Plain, after);

        Assert.Contains(new MappingSetting("transactions.format.decimal", ","), settings);
        Assert.Contains(new MappingSetting("transactions.format.sheet", "\"12\""), settings);
        Assert.Contains(new MappingSetting("transactions.id", "null"), settings);
        var led = settings.Aggregate(Plain, static (m, s) => MappingSetting.Parse(s.ToString()).On(m));
        Assert.Empty(MappingSetting.Between(led, after));
        Assert.Equal(("12", true, true), (led.Transactions.Format!.Sheet, led.Transactions.Format.Header, led.IgnoreCase));
        Assert.Empty(MappingSetting.Between(Plain, Plain));
    }
}
