using System.Text.Json;
using Investigator.Engine.Core;
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

    [Fact]
    public void Learn_Ring_FindsARoundRuleThatHoldsLater()
    {
        using var folder = new TempFolder();
        var rules = Learn(new Shop().AddCrowd(600).AddRing(0, _ => Unknown), folder.Path);
        var rule = rules[0];
        Assert.Equal(("c0-r1", 0), (rule.Id, rule.Finding));
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
            Assert.Equal(rule.Learned.Matched + rule.Later.Matched, counted);
            Assert.Equal(counted, RuleMatch.Rows(features, rule.Conditions).Length);
            Assert.True(rule.Learned.Precision >= 0.3);
            Assert.True(rule.Conditions.Count <= 4);
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
        Assert.Equal([0, 1], one.Select(r => r.Finding).Distinct());
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
        RuleFiles.WriteSql(folder.File("rules.sql"), rules, KnownFiles.Features.In(folder.Path));
        RuleFiles.WriteJson(folder.File("rules.json"), rules);
        using var tables = TableConnection.Open();
        Assert.Equal(rules[0].Learned.Matched + rules[0].Later.Matched, tables.Query(File.ReadAllText(folder.File("rules.sql")), r => r.GetInt64(0)).Count);
        var read = JsonFile.Read<List<FindingRule>>(folder.File("rules.json"));
        Assert.Equal(JsonSerializer.Serialize(rules), JsonSerializer.Serialize(read));
    }

    /// <summary>The comment said "0 others of 3,711 transactions" where members were among those transactions.</summary>
    [Fact]
    public void WriteSql_Comments_GiveEachPartItsOwnCounts()
    {
        using var folder = new TempFolder();
        var rule = new FindingRule
        {
            Id = "c4-r1",
            Finding = 4,
            Conditions = [new("amount", RuleOperator.AtLeast, 5)],
            Text = "amount is at least 5.00",
            Sql = "\"amount\" >= 5",
            Learned = new RuleMeasures(3711, 15, 13, 35, 4, 0, 1),
            Later = new RuleMeasures(16289, 101, 14, 14, 20, 0, 2),
        };
        RuleFiles.WriteSql(folder.File("rules.sql"), [rule, rule with { Id = "c5-r1", Later = new RuleMeasures(0, 0, 0, 0, 0, 0, 0) }]);
        var lines = File.ReadAllLines(folder.File("rules.sql"));
        Assert.Contains("order of cluster numbers", lines[1], StringComparison.Ordinal);
        Assert.Equal("-- learned from 3,711 transactions: matches 13 of 35 members and 2 of 3,676 others", lines[4]);
        Assert.Equal("-- later 16,289 transactions: matches 14 of 14 members and 87 of 16,275 others", lines[5]);
        Assert.Contains("not measured", lines[10], StringComparison.Ordinal);
    }

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
