using Investigator.Engine.Core;
using Investigator.Engine.Space;
using Investigator.TestKit;

namespace Investigator.Engine.Tests;

public sealed class RunOptionsFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private RunOptions Read(string json)
    {
        var path = _folder.File("options.json");
        File.WriteAllText(path, json);
        return RunOptionsFile.Read(path);
    }

    [Fact]
    public void Read_HybridThatNamesOneValue_LeavesTheOthersAtTheRunsDefaults()
    {
        var options = Read("""{ "hybrid": { "clip": 5 } }""");
        Assert.Equal(new RunOptions().Hybrid with { Clip = 5 }, options.Hybrid);
        Assert.Equal((0.7, 0.3, 3), (options.Hybrid.EmbeddingWeight, options.Hybrid.FeatureWeight, options.Hybrid.GroupDistance));
    }

    [Fact]
    public void HybridOptions_OnTheirOwn_AreTheRunsDefaults() => Assert.Equal(new RunOptions().Hybrid, new HybridOptions());

    [Fact]
    public void Read_ClustersThatNameOneValue_LeaveTheOthersAtTheRunsDefaults() =>
        Assert.Equal(new RunOptions().Clusters with { MinClusterSize = 30 }, Read("""{ "clusters": { "min_cluster_size": 30 } }""").Clusters);

    [Fact]
    public void Read_NullAndComments_AreTakenAsWritten()
    {
        var options = Read("""
            { // as many as the smallest cluster
              "clusters": { "min_samples": null }, "seed": 9, }
            """);
        Assert.Null(options.Clusters.MinSamples);
        Assert.Equal(9, options.Seed);
    }

    [Theory]
    [InlineData("""{ "clusters": null }""", "'clusters' is null")]
    [InlineData("""{ "features": { "own": [null] } }""", "'features.own[0]'")]
    [InlineData("""{ "features": { "top_levels": 4 }, "features": { "top_levels": 3 } }""", "'features' is given twice")]
    [InlineData("""{ "seed": 1, "seed": 2 }""", "'seed' is given twice")]
    public void Read_NullOrDoubledWhereOneValueIsNeeded_SaysWhere(string json, string where) =>
        Assert.Contains(where, Assert.Throws<InputException>(() => Read(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_UnknownKey_NamesFileAndKey()
    {
        var message = Assert.Throws<InputException>(() => Read("""{ "hybrid": { "clipp": 5 } }""")).Message;
        Assert.Contains("options.json", message, StringComparison.Ordinal);
        Assert.Contains("clipp", message, StringComparison.Ordinal);
    }
}
