using System.Text.Json;
using Investigator.Engine.Features;
using Investigator.Engine.Features.Kinds;
using Investigator.Engine.Rules;
using Investigator.Findings;
using Investigator.Personal;
using Investigator.Rules;
using Investigator.Runs;
using Investigator.Storage;
using Investigator.TestKit;

namespace Investigator.App.Tests.Personal;

/// <summary>What sentences, conditions and rules become where features show personal values.</summary>
public sealed class RunMaskTests : IDisposable
{
    private static readonly Dictionary<string, string> Personal = new() { ["attribute_age"] = "age", ["attribute_city"] = "city" };
    private readonly TempFolder _temp = new();
    private readonly DataFolder _data;
    private readonly PseudonymBook _book;
    private readonly RunMask _mask;

    public RunMaskTests()
    {
        _data = DataFolder.Open(_temp.Path);
        _book = new PseudonymBook(_data);
        _mask = new RunMask(new ValueMask(Personal, new byte[32], _book, isOpen: false),
        [
            new StoredFeature(Feature("age", "number", "expression", "attribute_age"), null),
            new StoredFeature(Feature("city", "text", "category", "attribute_city"), ["Ulm", "Ulm, Danube", "other"]),
            new StoredFeature(Feature("browser", "text", "category", "attribute_browser"), ["Ulm"]),
        ]);
    }

    private string Ulm => _mask.Show("city", "Ulm");

    [Theory]
    [InlineData("For 30 of 40 payments, age is at least 1,200.5 (median 34, elsewhere 40); elsewhere for 3%.",
        "For 30 of 40 payments, age is masked; elsewhere for 3%.")]
    [InlineData("Very likely fraud, because all 40 payments, age is below 20 and city is Ulm.",
        "Very likely fraud, because all 40 payments, age is masked and city is ULM.")]
    [InlineData("3 payments do not fit: city is not Ulm, Danube (1 of these has no value).",
        "3 payments do not fit: city is not DANUBE (1 of these has no value).")]
    [InlineData("For all payments, city is other; elsewhere for 3%.", "For all payments, city is masked; elsewhere for 3%.")]
    [InlineData("For all payments, city is known, browser is Ulm.", "For all payments, city is known, browser is Ulm.")]
    [InlineData("30 payments by 4 accounts in a language", "30 payments by 4 accounts in a language")]
    public void Words_OfHiddenFeatures_AreMasked(string text, string masked) =>
        Assert.Equal(masked.Replace("ULM", Ulm, StringComparison.Ordinal).Replace("DANUBE", _mask.Show("city", "Ulm, Danube"), StringComparison.Ordinal),
            _mask.Words(text));

    [Fact]
    public void Condition_OnAHiddenFeature_BearsPseudonymsAndNoNumber()
    {
        var categories = _mask.Show(new RuleCondition("city", RuleOperator.In) { Categories = ["Ulm", "other"] });

        Assert.Equal([Ulm, "other"], categories.Categories);
        Assert.Null(_mask.Show(new RuleCondition("age", RuleOperator.AtLeast, 30)).Number);
        var open = new RuleCondition("browser", RuleOperator.Is, Category: "Ulm");
        Assert.Equal(open, _mask.Show(open));
    }

    [Fact]
    public void Rule_OnHiddenFeatures_SaysPseudonymsInItsWordsAndSql()
    {
        var rule = MaskedRule.Of(
            new FindingRule
            {
                Id = "f1-r1",
                Finding = 1,
                Conditions =
                [
                    new("city", RuleOperator.Is, Category: "Ulm"), new("age", RuleOperator.AtLeast, 30), new("browser", RuleOperator.Is, Category: "Ulm"),
                ],
                Text = "city is Ulm and age is at least 30 and browser is Ulm",
                Sql = "city = 'Ulm' AND age >= 30",
                Features = [new RuleFeature("city", "city", "text", "t.\"attribute_city\"")],
            },
            _mask);

        Assert.Equal($"city is {Ulm} and age is masked and browser is Ulm", rule.Text);
        Assert.Contains($"'{Ulm}'", rule.Sql, StringComparison.Ordinal);
        Assert.DoesNotContain("30", rule.Sql, StringComparison.Ordinal);
        Assert.Equal("", rule.Features[0].Sql);
    }

    [Fact]
    public void Mask_OfWhoMaySee_ChangesNothing()
    {
        var open = new RunMask(new ValueMask(Personal, new byte[32], _book, isOpen: true), _mask.Features);

        Assert.Equal(("Ulm", "age is at least 30"), (open.Show("city", "Ulm"), open.Words("age is at least 30")));
        Assert.False(open.Hides("city"));
        Assert.False(open.Hides(Engine.Core.KnownFiles.Narratives));
    }

    public void Dispose()
    {
        _book.Dispose();
        _data.Dispose();
        _temp.Dispose();
    }

    private static FeatureDefinition Feature(string name, string unit, string kind, string column) => new()
    {
        Name = name,
        Phrase = name,
        Unit = unit,
        Kind = JsonSerializer.Deserialize<FeatureKind>($"\"{kind}\"")!,
        Column = column,
    };
}
