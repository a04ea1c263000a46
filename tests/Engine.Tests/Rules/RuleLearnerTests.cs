using System.Text.Json;
using Investigator.Engine.Core;
using Investigator.Engine.Features;
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

    private static IReadOnlyList<ClusterRule> Learn(Shop shop, string folder, FeatureMatrix? features = null, RuleOptions? options = null, StageContext? context = null)
    {
        var dataset = shop.Write(folder);
        var risks = Risks(shop, dataset);
        return RuleLearner.Learn(dataset, shop.Clustering(), features ?? shop.Features(), risks, options ?? new RuleOptions(), context ?? Shop.Context);
    }

    private static IReadOnlyList<ClusterRisk> Risks(Shop shop, Dataset dataset) =>
        RiskAssessment.Assess(dataset, shop.Clustering(), shop.Features(), shop.Sequences(), new RiskOptions(), Shop.Context);

    [Fact]
    public void Learn_Ring_FindsARoundRuleThatHoldsLater()
    {
        using var folder = new TempFolder();
        var rules = Learn(new Shop().AddCrowd(600).AddRing(0, _ => Unknown), folder.Path);
        var rule = rules[0];
        Assert.Equal(("c0-r1", 0), (rule.Id, rule.Cluster));
        var condition = Assert.Single(rule.Conditions);
        Assert.Equal((1.0, 1.0), (rule.Learned.Precision, rule.Learned.Recall));
        Assert.Equal((21, 9), (rule.Learned.ClusterRows, rule.Later.ClusterRows));
        Assert.Equal((1.0, 1.0), (rule.Later.Precision, rule.Later.Recall));
        Assert.Equal(630, rule.Learned.Rows + rule.Later.Rows);
        // At most two significant digits.
        if (condition.Number is { } number) Assert.Equal(number, double.Parse(number.ToString("G2", null), null));
    }

    [Fact]
    public void Learn_AnyRule_SqlCountsWhatWasMeasured()
    {
        using var folder = new TempFolder();
        var shop = new Shop().AddCrowd(900);
        // Two kinds of members that no single condition tells apart, one of them with missing values.
        var random = new Random(4);
        shop.Add(Enumerable.Range(0, 60).Select(i => new Payment(100 + i, $"r{i}", 60 + (random.NextDouble() * 7.3), $"rd{i % 4}", "ri", "approved", "fraud", 101 + i, 0)
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
            var counted = tables.Scalar<long>($"SELECT count(*) FROM read_parquet({Sql.Text(FeatureTable.TablePath(folder.Path))}) WHERE {rule.Sql}");
            Assert.Equal(rule.Learned.Matched + rule.Later.Matched, counted);
            Assert.Equal(counted, RuleMatch.Rows(features, rule.Conditions).Length);
            Assert.True(rule.Learned.Precision >= 0.3);
            Assert.True(rule.Conditions.Count <= 4);
        }
    }

    [Fact]
    public void Predicate_OfEveryOperator_MatchesTheSameRowsAsRuleMatch()
    {
        using var folder = new TempFolder();
        var shop = new Shop().AddCrowd(200);
        shop.Add(new Payment(5, "x", 0.1) { Browser = "It's" }, new Payment(6, "y", 0.3) { OnDevice = float.NaN }, new Payment(7, "z", null));
        var features = shop.Features();
        FeatureTable.Write(folder.Path, features, Shop.Context);
        using var tables = TableConnection.Open();
        RuleCondition[] conditions =
        [
            new("amount", RuleOperator.AtLeast, 0.1, null), new("amount", RuleOperator.AtMost, 0.1, null), new("amount", RuleOperator.AtMost, 0.3, null), new("amount", RuleOperator.AtLeast, 57.3, null),
            new("accounts_on_device_24h", RuleOperator.AtLeast, 1, null), new("browser", RuleOperator.Is, null, "It's"), new("browser", RuleOperator.IsNot, null, "It's"),
            new("browser", RuleOperator.Is, null, "never seen"), new("browser", RuleOperator.IsNot, null, "never seen"),
            .. features.Columns[0].Values.Where(v => !float.IsNaN(v)).Take(50).Select(v => new RuleCondition("amount", RuleOperator.AtLeast, Math.Round((double)v, 2), null)),
        ];
        foreach (var condition in conditions)
        {
            var sql = $"SELECT count(*) FROM read_parquet({Sql.Text(FeatureTable.TablePath(folder.Path))}) WHERE {RuleText.Predicate([condition])}";
            Assert.Equal(RuleMatch.Rows(features, [condition]).Length, tables.Scalar<int>(sql));
        }
    }

    [Fact]
    public void Learn_NonCausalFeature_IsNeverUsed()
    {
        using var folder = new TempFolder();
        var shop = new Shop().AddCrowd(300).AddRing(0, _ => Unknown);
        var features = shop.Features();
        features = features with { Columns = [.. features.Columns.Select(c => c with { Definition = c.Definition with { Causal = c.Definition.Name == "amount" } })] };
        Assert.All(Learn(shop, folder.Path, features).SelectMany(r => r.Conditions), c => Assert.Equal("amount", c.Feature));
    }

    [Fact]
    public void Learn_TinyCluster_KeepsNothingBackAndSaysSoByCounts()
    {
        using var folder = new TempFolder();
        var shop = new Shop().AddCrowd(300);
        shop.Add(new Shop().AddRing(0, _ => ("fraud", 500)).Payments.Take(8));
        var rule = Learn(shop, folder.Path)[0];
        Assert.Equal((308, 8, 0, 0), (rule.Learned.Rows, rule.Learned.ClusterRows, rule.Later.Rows, rule.Later.ClusterRows));
        Assert.Equal((0.0, 0.0), (rule.Later.Precision, rule.Later.Recall));
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
        Assert.Equal(JsonSerializer.Serialize(one), JsonSerializer.Serialize(four));
        Assert.Equal([0, 1], one.Select(r => r.Cluster).Distinct());
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
        var rules = Learn(shop, folder.Path, features);
        FeatureTable.Write(folder.Path, features, Shop.Context);
        RuleFiles.WriteSql(folder.File("rules.sql"), rules, FeatureTable.TablePath(folder.Path));
        RuleFiles.WriteJson(folder.File("rules.json"), rules);
        using var tables = TableConnection.Open();
        Assert.Equal(rules[0].Learned.Matched + rules[0].Later.Matched, tables.Query(File.ReadAllText(folder.File("rules.sql")), r => r.GetInt64(0)).Count);
        var read = JsonFile.Read<List<ClusterRule>>(folder.File("rules.json"));
        Assert.Equal(JsonSerializer.Serialize(rules), JsonSerializer.Serialize(read));
    }

    [Fact]
    public void Rows_UnknownFeature_SaysWhich() =>
        Assert.Contains("no_such", Assert.Throws<InputException>(() => RuleMatch.Rows(new Shop().AddCrowd(3).Features(), [new("no_such", RuleOperator.AtLeast, 1, null)])).Message, StringComparison.Ordinal);

    [Fact]
    public void Learn_BadOption_SaysWhatIsWrong()
    {
        using var folder = new TempFolder();
        Assert.Contains("max_depth", Assert.Throws<InputException>(() => Learn(new Shop().AddCrowd(3), folder.Path, options: new RuleOptions { MaxDepth = 0 })).Message, StringComparison.Ordinal);
    }
}
