using System.Text.Json;
using System.Text.Json.Serialization;
using Investigator.Engine.Core;
using Investigator.Engine.Rules;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Rules;

public class RuleParserTests
{
    private static readonly RuleSchema Fields = new(
    [
        RuleField.OfFeature("amount", "amount", "currency", false),
        RuleField.OfFeature("new_device", "device new to this account", "yes or no", false),
        RuleField.OfFeature("part", "share of the pages", "share", false),
        RuleField.OfFeature("browser", "browser", "text", true),
        new("transaction.cluster", "cluster", "", FieldKind.Label),
        new("transaction.day", "day", "", FieldKind.Day),
    ]);

    [Theory]
    [InlineData("amount:ge:250", "amount is at least 250.00")]
    [InlineData("amount:le:0.5", "amount is at most 0.50")]
    [InlineData("part:le:0", "share of the pages is none")]
    [InlineData("part:le:0.25", "share of the pages is at most 25%")]
    [InlineData("amount:gt:1e3", "amount is above 1,000.00")]
    [InlineData("amount:lt:-3", "amount is below -3.00")]
    [InlineData("amount:known", "amount is known")]
    [InlineData("browser:missing", "browser is missing")]
    [InlineData("browser:is:a:b", "browser is a:b")]
    [InlineData("browser:not:", "browser is not ")]
    [InlineData("new_device:is:yes", "device new to this account is yes")]
    [InlineData("new_device:not:yes", "device new to this account is no")]
    [InlineData("new_device:is:no", "device new to this account is no")]
    [InlineData("transaction.cluster:is:-1", "cluster is -1")]
    [InlineData("transaction.day:is:2026-03-01", "day is 2026-03-01")]
    [InlineData("""{"feature":"browser","operator":"in","categories":["a","b"]}""", "browser is one of a, b")]
    [InlineData("""{"any":[{"feature":"amount","operator":"above","number":1},{"feature":"browser","operator":"known"}]}""",
        "amount is above 1.00 or browser is known")]
    [InlineData("""{"feature":"browser","operator":"not_in","categories":["a"]}""", "browser is none of a")]
    public void Parse_Condition_IsSaidInWords(string text, string words) => Assert.Equal(words, RuleText.Words(Fields, RuleParser.Parse(text, Fields)));

    /// <summary>A chip said "is at least yes".</summary>
    [Theory]
    [InlineData("new_device:ge:1", "device new to this account is yes")]
    [InlineData("new_device:ge:0.5", "device new to this account is yes")]
    [InlineData("new_device:gt:0", "device new to this account is yes")]
    [InlineData("new_device:le:0", "device new to this account is no")]
    [InlineData("new_device:lt:1", "device new to this account is no")]
    [InlineData("new_device:ge:0", "device new to this account is known")]
    [InlineData("new_device:gt:1", "device new to this account is neither yes nor no")]
    public void Words_OfAYesOrNo_SayWhichOfTheTwo(string text, string words) => Assert.Equal(words, RuleText.Words(Fields, RuleParser.Parse(text, Fields)));

    [Theory]
    [InlineData("", "what this run does not have")]
    [InlineData("1=1", "what this run does not have")]
    [InlineData("no_such:ge:1", "'no_such'")]
    [InlineData("amount", "it is not a condition")]
    [InlineData("amount:ge", "it is not a condition")]
    [InlineData("amount:like:3", "it is not a condition")]
    [InlineData("amount:known:3", "it is not a condition")]
    [InlineData("amount:ge:many", "a finite number")]
    [InlineData("amount:ge:nan", "a finite number")]
    [InlineData("amount:ge:1e999", "a finite number")]
    [InlineData("amount:is:3", "'amount' is a number")]
    [InlineData("browser:ge:3", "'browser' is a category")]
    [InlineData("new_device:is:maybe", "yes or no")]
    [InlineData("transaction.cluster:is:third", "whole number")]
    [InlineData("transaction.cluster:ge:3", "'transaction.cluster' is a category")]
    [InlineData("transaction.day:is:2026-02-30", "yyyy-MM-dd")]
    [InlineData("{", "not JSON")]
    [InlineData("""{"all":[]}""", "a group has no conditions")]
    [InlineData("""{"any":[null]}""", "a condition is not an object")]
    [InlineData("""{"all":{}}""", "a group is not a list")]
    [InlineData("""{"all":[],"feature":"amount"}""", "has no 'feature'")]
    [InlineData("""{"operator":"is"}""", "names no feature")]
    [InlineData("""{"feature":"amount","number":1}""", "has no operator")]
    [InlineData("""{"feature":"amount","operator":"like"}""", "expected at_least, at_most")]
    [InlineData("""{"feature":7,"operator":"is"}""", "feature is not text")]
    [InlineData("""{"feature":"amount","operator":"at_least","number":"7"}""", "number is not a number")]
    [InlineData("""{"feature":"amount","operator":"at_least"}""", "compared with a number")]
    [InlineData("""{"feature":"amount","feature":"amount"}""", "says 'feature' twice")]
    [InlineData("""{"feature":"amount","operator":"known","value":1}""", "has no 'value'")]
    [InlineData("""{"feature":"browser","operator":"is"}""", "lacks its category")]
    [InlineData("""{"feature":"browser","operator":"in"}""", "lists no categories")]
    [InlineData("""{"feature":"browser","operator":"in","categories":[null]}""", "not a list of texts")]
    public void Parse_Malformed_SaysWhatIsWrong(string text, string words) =>
        Assert.Contains(words, Assert.Throws<InputException>(() => RuleParser.Parse(text, Fields)).Message, StringComparison.Ordinal);

    [Fact]
    public void Check_MoreConditionsThanAQueryHolds_IsRefused()
    {
        var many = new AllOf([.. Enumerable.Repeat(new RuleCondition("amount", RuleOperator.AtLeast, 1), RuleParser.MostConditions + 1)]);
        Assert.Contains("too many conditions", Assert.Throws<InputException>(() => RuleParser.Check(many, Fields)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_WithAMemberOfALaterVersion_IsReadWhereOptionsAreLenient()
    {
        var lenient = new JsonSerializerOptions(JsonFile.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };
        const string Json = """{"feature":"amount","operator":"above","number":2,"note":"x"}""";
        Assert.Equal(new RuleCondition("amount", RuleOperator.Above, 2), JsonSerializer.Deserialize<RuleExpression>(Json, lenient));
    }
}
