using System.Text.Json;
using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Findings;
using Investigator.Engine.Ingest;
using Investigator.Engine.Risk;
using Investigator.Engine.Rules;
using Investigator.Engine.Tables;
using Investigator.Engine.Tests.Risk;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Rules;

public class RuleLearnerTests
{
    private static readonly (string?, double?) Unknown = (null, null);

    private static IReadOnlyList<FindingRule> Learn(
        Shop shop, string folder, FeatureMatrix? features = null, RuleOptions? options = null, StageContext? context = null)
    {
        var dataset = shop.Write(folder);
        var risks = Risks(shop, dataset);
        return RuleLearner.Learn(
            dataset,
            FindingBuilder.EachCluster(shop.Clustering()),
            shop.Facts(dataset),
            features ?? shop.Features(),
            risks,
            options ?? new RuleOptions(),
            context ?? Shop.Context);
    }

    private static IReadOnlyList<FindingRisk> Risks(Shop shop, Dataset dataset) =>
        RiskAssessment.Assess(dataset, shop.Clustering().Members(), shop.Facts(dataset), shop.Scripts(dataset), new RiskOptions(), Shop.Context);

    /// <summary>Every account's part by the default options.</summary>
    private static AccountPart PartOf(Payment payment) => AccountShares.Of(new RuleOptions()).Of(AccountHash.Of(payment.Account));

    [Fact]
    public void Learn_Ring_FindsARoundRuleThatHoldsOnAccountsKeptApart()
    {
        using var folder = new TempFolder();
        var shop = new Shop().AddCrowd(600).AddRing(0, _ => Unknown);
        var rule = Learn(shop, folder.Path)[0];
        Assert.Equal(("f0-r1", 0, 1, true), (rule.Id, rule.Finding, rule.Rank, rule.IsExported));
        var measured = shop.Payments.Where(p => PartOf(p) == AccountPart.Measure).ToList();
        var ring = measured.Count(p => p.Cluster == 0);
        Assert.True(ring > 0);
        Assert.Equal((measured.Count, ring, ring, 0), (rule.Measured!.Rows, rule.Measured.FindingRows, rule.Measured.InFinding, rule.Measured.Others));
        Assert.Equal((30, 30), (rule.Matched, rule.InFinding));
        // At most two significant digits.
        Assert.All(rule.Conditions, c => Assert.True(c.Number is not { } number || number == double.Parse(number.ToString("G2", null), null)));
        Assert.Equal(rule.Conditions.Select(c => c.Feature).Distinct(), rule.Features.Select(f => f.Name));
    }

    [Fact]
    public void Learn_AnyRule_SqlCountsWhatWasMeasured()
    {
        using var folder = new TempFolder();
        var shop = new Shop().AddCrowd(900);
        // Two kinds of members that no single condition tells apart, one of them with missing values.
        var random = new Random(4);
        shop.Add(Enumerable.Range(0, 60).Select(i => new Payment(
            100 + i, $"r{i}", 60 + (random.NextDouble() * 7.3), $"rd{i % 4}", "ri", "approved", "fraud", 101 + i, 0)
        {
            Browser = i % 4 == 0 ? null : i % 2 == 0 ? "It's \"odd\"" : "Chrome",
            OnDevice = i % 5 == 0 ? float.NaN : 1 + (i % 3),
            Dwell = i % 7 == 0 ? [] : [0.1f * (i % 11), 0.3f],
            Pages = i % 7 == 0 ? [] : ["login", "pay"],
        }));
        var features = shop.Features();
        var rules = Learn(shop, folder.Path, features);
        FeatureTable.Write(folder.Path, features, Shop.Context);
        using var tables = TableConnection.Open();
        Assert.NotEmpty(rules);
        foreach (var rule in rules)
        {
            var counted = tables.Scalar<long>($"SELECT count(*) FROM read_parquet({Sql.Text(KnownFiles.Features.In(folder.Path))}) WHERE {rule.Sql}");
            var matched = RuleMatch.Rows(features, rule.Conditions);
            Assert.Equal(rule.Matched, counted);
            Assert.Equal(counted, matched.Length);
            Assert.Equal(matched.Count(r => PartOf(shop.Payments[r]) == AccountPart.Measure), rule.Measured!.Matched);
            Assert.True(rule.Conditions.Count <= 5);
        }
    }

    [Fact]
    public void Learn_NonCausalFeature_IsNeverUsed()
    {
        using var folder = new TempFolder();
        var shop = new Shop().AddCrowd(300).AddRing(0, _ => Unknown);
        var features = shop.Features();
        var columns = features.Columns.Select(c => c with { Definition = c.Definition with { Causal = c.Definition.Name == "amount" } });
        features = features with { Columns = [.. columns] };
        Assert.All(Learn(shop, folder.Path, features).SelectMany(r => r.Conditions), c => Assert.Equal("amount", c.Feature));
    }

    /// <summary>One account's payments are all learned from, chosen by or measured on: there is never enough to export.</summary>
    [Fact]
    public void Learn_FindingOfOneAccount_ExportsNothing()
    {
        using var folder = new TempFolder();
        var shop = new Shop().AddCrowd(300).AddRing(0, _ => ("fraud", 500)).With(p => p.Cluster == 0, p => p with { Account = "r1" });
        Assert.All(Learn(shop, folder.Path), r => Assert.NotNull(r.Withheld));
    }

    /// <summary>A rule that caught 4 of 125 later payments was exported like any other.</summary>
    [Fact]
    public void Learn_RuleThatFailsOnAccountsKeptApart_IsWithheldWithTheReason()
    {
        using var folder = new TempFolder();
        var shop = new Shop().AddCrowd(600).AddRing(0, _ => ("fraud", 500));
        // What makes the ring apart is common among the customers that are kept apart.
        shop.With(
            p => p.Cluster < 0 && PartOf(p) == AccountPart.Measure,
            p => p with { OnDevice = 6, Browser = "Opera", Amount = 51, Pages = ["login", "search", "product", "pay"], Dwell = [2, 1.5f, 2.2f, 1] });
        var rules = Learn(shop, folder.Path);
        Assert.NotEmpty(rules);
        Assert.All(rules, r => Assert.NotNull(r.Withheld));
        Assert.Contains(rules, r => r.Withheld!.StartsWith("On the accounts kept apart ", StringComparison.Ordinal));
        Assert.All(rules, r => Assert.Null(r.Rank));
    }

    /// <summary>Every other risky finding's members and known frauds were negatives, so that a condition against them was learned.</summary>
    [Fact]
    public void Learn_TwoRingsOfOneKind_AreCaughtByOneRule()
    {
        using var folder = new TempFolder();
        var shop = new Shop().AddCrowd(600).AddRing(0, _ => ("fraud", 500)).AddRing(1, _ => ("fraud", 650), hours: 600);
        shop.With(p => p.Cluster == 1, p => p with { Account = "s" + p.Account, Device = "s" + p.Device, Ip = "s" + p.Ip });
        var rules = Learn(shop, folder.Path);
        var exported = Assert.Single(rules, r => r.IsExported);
        Assert.Equal(60, exported.Matched);
        Assert.True(exported.Measured!.InRisky > exported.Measured.InFinding);
        Assert.All(rules.Where(r => !r.IsExported), r => Assert.Contains("catch nearly all", r.Withheld, StringComparison.Ordinal));
    }

    /// <summary>Rare values of a category are called "other", a word that no payment bears.</summary>
    [Fact]
    public void Learn_RareLevels_AreSaidAsNoneOfTheFrequentOnes()
    {
        using var folder = new TempFolder();
        var shop = new Shop().AddCrowd(600).AddRing(0, _ => ("fraud", 500));
        shop.With(p => p.Cluster == 0, p => p with { Browser = "other" });
        var features = shop.Features();
        features = features with { Columns = [.. features.Columns.Where(c => c.Definition.Name == "browser")] };
        Assert.Equal(["Chrome", "Firefox", "other"], features.Columns[0].Levels!);
        var rule = Learn(shop, folder.Path, features)[0];
        var condition = Assert.Single(rule.Conditions);
        Assert.Equal((RuleOperator.NotIn, true), (condition.Operator, rule.IsExported));
        Assert.Equal(["Chrome", "Firefox"], condition.Categories!);
        Assert.Equal("\"browser\" NOT IN ('Chrome', 'Firefox')", rule.Sql);
        Assert.Equal(30, rule.Matched);
    }

    [Fact]
    public void Learn_PaymentsAfterTheAsOfTime_AreOnlyLookedAt()
    {
        using var folder = new TempFolder();
        var shop = new Shop().AddCrowd(600).AddRing(0, _ => ("fraud", 500));
        var end = Shop.Start.AddHours(600);
        var dataset = shop.Write(folder.Path);
        var facts = shop.Facts(dataset, new RiskOptions { AsOf = end });
        var risks = RiskAssessment.Assess(dataset, shop.Clustering().Members(), facts, shop.Scripts(dataset), new RiskOptions { AsOf = end }, Shop.Context);
        var rule = RuleLearner.Learn(dataset, FindingBuilder.EachCluster(shop.Clustering()), facts, shop.Features(), risks, new RuleOptions(), Shop.Context)[0];
        Assert.Equal(shop.Payments.Count(p => p.Hours > 600), rule.After!.Rows);
        Assert.Equal(shop.Payments.Count(p => p.Hours <= 600 && PartOf(p) == AccountPart.Measure), rule.Measured!.Rows);
        Assert.Equal(0, rule.After.Known);
    }

    [Fact]
    public void Learn_IndistinguishableCluster_HasNoRule()
    {
        using var folder = new TempFolder();
        var shop = new Shop().AddCrowd(300).AddRing(0, _ => Unknown);
        var features = shop.Features();
        features = features with { Columns = [features.Columns[0] with { Values = new float[features.Count] }] };
        Assert.Empty(Learn(shop, folder.Path, features));
    }

    [Fact]
    public void Learn_WhateverTheThreads_GivesTheSameRules()
    {
        using var folder = new TempFolder();
        var shop = new Shop().AddCrowd(400).AddRing(0, _ => Unknown).AddRing(1, _ => ("fraud", 650), hours: 600);
        var one = Learn(shop, folder.Path, context: Shop.Context with { Threads = 1 });
        var four = Learn(shop, folder.Path, context: Shop.Context with { Threads = 4 });
        Assert.NotEmpty(one);
        Assert.Equal(JsonSerializer.Serialize(one), JsonSerializer.Serialize(four));
    }

    [Fact]
    public void Learn_NoRiskyClusters_GivesNone()
    {
        using var folder = new TempFolder();
        Assert.Empty(Learn(new Shop().AddCrowd(30), folder.Path));
    }

    [Fact]
    public void WriteSql_ThenRun_GivesTheMatchedRows()
    {
        using var folder = new TempFolder();
        var shop = new Shop().AddCrowd(300).AddRing(0, _ => Unknown);
        var features = shop.Features();
        IReadOnlyList<FindingRule> rules = [.. Learn(shop, folder.Path, features).Where(r => r.IsExported).Take(1)];
        FeatureTable.Write(folder.Path, features, Shop.Context);
        RuleFiles.WriteSql(folder.File("rules.sql"), rules, KnownFiles.Features.In(folder.Path));
        RuleFiles.WriteJson(folder.File("rules.json"), rules);
        using var tables = TableConnection.Open();
        Assert.Equal(rules[0].Matched, tables.Query(File.ReadAllText(folder.File("rules.sql")), r => r.GetInt64(0)).Count);
        var read = StoredJson.Read<List<FindingRule>>(folder.File("rules.json"));
        Assert.Equal(JsonSerializer.Serialize(rules), JsonSerializer.Serialize(read));
    }

    [Fact]
    public void Write_WithheldRule_StandsInNoFileForUse()
    {
        using var folder = new TempFolder();
        var rule = Rule("f4-r1");
        var bad = Rule("f5-r1") with { Withheld = "It fails." };
        RuleFiles.WriteSql(folder.File("rules.sql"), [rule, bad]);
        RuleFiles.WriteJson(folder.File("rules.json"), [rule, bad]);
        RuleFiles.WriteWithheld(folder.File("withheld.json"), [rule, bad]);
        Assert.Equal("f4-r1", Assert.Single(StoredJson.Read<List<FindingRule>>(folder.File("rules.json"))).Id);
        Assert.Equal("f5-r1", Assert.Single(StoredJson.Read<List<FindingRule>>(folder.File("withheld.json"))).Id);
        Assert.DoesNotContain("f5-r1", File.ReadAllText(folder.File("rules.sql")), StringComparison.Ordinal);
    }

    [Fact]
    public void WriteSql_Comments_SayWhatWasMeasuredAndHowFeaturesAreComputed()
    {
        using var folder = new TempFolder();
        var rule = Rule("f4-r1") with
        {
            Features = [new RuleFeature("amount", "amount", "currency", "t.amount\n+ 0")],
            Measured = new RuleFigures { Rows = 4812, Matched = 14, InRisky = 13, KnownFraud = 9, KnownLegitimate = 1, Others = 1 },
        };
        RuleFiles.WriteSql(folder.File("rules.sql"), [rule, Rule("f5-r1")]);
        var lines = File.ReadAllLines(folder.File("rules.sql"));
        Assert.Contains("-- \"amount\": amount [currency] = t.amount + 0", lines);
        // Quantiles of Beta(9.5, 1.5) at 5% and 95%, as R's qbeta gives them: 0.6665 and 0.9829.
        Assert.Contains("-- On the 4,812 payments of accounts kept apart: matches 14, of which 13 in risky findings; "
            + "9 of 10 known outcomes are fraud (probably 67% to 98%); 1 other payment hit.", lines);
        Assert.Contains(lines, l => l.Contains("Not measured", StringComparison.Ordinal));
    }

    private static FindingRule Rule(string id) => new()
    {
        Id = id,
        Finding = 4,
        Conditions = [new("amount", RuleOperator.AtLeast, 5)],
        Text = "amount is at least 5.00",
        Sql = "\"amount\" >= 5",
    };

    [Fact]
    public void Rows_UnknownFeature_SaysWhich()
    {
        var features = new Shop().AddCrowd(3).Features();
        var fault = Assert.Throws<InputException>(() => RuleMatch.Rows(features, new RuleCondition("no_such", RuleOperator.AtLeast, 1)));
        Assert.Contains("no_such", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Learn_BadOption_SaysWhatIsWrong()
    {
        using var folder = new TempFolder();
        var fault = Assert.Throws<InputException>(() => Learn(new Shop().AddCrowd(3), folder.Path, options: new RuleOptions { MaxDepth = 0 }));
        Assert.Contains("max_depth", fault.Message, StringComparison.Ordinal);
    }
}
