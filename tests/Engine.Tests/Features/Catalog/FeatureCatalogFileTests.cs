using System.Text.Json;
using System.Text.Json.Nodes;
using Investigator.Engine.Core;
using Investigator.Engine.Features;
using Investigator.Engine.Features.Catalog;
using Investigator.Engine.Features.Kinds;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;
using Investigator.Engine.Tests.Sequences;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Features.Catalog;

public sealed class FeatureCatalogFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Dataset Shop() => new TestShop().Pay("t1", "a", 1).See("a", 0, "home").See("a", 0.5, "cart").Save(_folder.Path);

    private string File(string text)
    {
        var path = _folder.File("catalog.json");
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    private static IReadOnlyList<FeatureDefinition> Bind(IReadOnlyList<CatalogEntry> entries, Dataset dataset) =>
        FeatureCatalog.Of(dataset, ["home", "cart"], new FeatureOptions { Catalog = entries });

    [Fact]
    public void Write_DefaultCatalogue_IsReadBackAsItWas()
    {
        var dataset = Shop();
        var made = FeatureCatalog.Default(dataset, ["home", "cart"], new FeatureOptions { LookAround = true });
        var path = _folder.File(KnownFiles.Catalog.Name);
        FeatureCatalogFile.Write(path, made);
        Assert.Equal(made, Bind(FeatureCatalogFile.Read(path), dataset));
    }

    [Fact]
    public void Write_EveryKind_IsReadBackAsItWas()
    {
        var dataset = FeatureRun.RandomShop(1, 50, FeatureRun.Mixed).Save(_folder.Path);
        var bound = FeatureCatalog.Of(dataset, ["p0", "p1", "p2"], new FeatureOptions { Catalog = EveryKind.Entries });
        var path = _folder.File("every.json");
        FeatureCatalogFile.Write(path, bound);
        Assert.Equal(bound, FeatureCatalog.Of(dataset, ["p0", "p1", "p2"], new FeatureOptions { Catalog = FeatureCatalogFile.Read(path) }));
        Assert.Equal(FeatureKindRegistry.CatalogNames, EveryKind.Entries.Select(e => e.Kind).Distinct().Order());
        Assert.Equal(FeatureKindRegistry.Statistics.Order(),
            EveryKind.Entries.Where(e => e.Statistic is not null).Select(e => e.Statistic!).Distinct().Order());
    }

    [Theory]
    [InlineData("7d", "7d")]
    [InlineData("24h", "24h")]
    [InlineData("1d", "24h")]
    [InlineData("36h", "36h")]
    [InlineData("60m", "1h")]
    [InlineData("1.5m", "90s")]
    [InlineData("0.5s", "0.5s")]
    [InlineData("all", "all")]
    public void Window_Read_IsWrittenInTheLargestWholeUnit(string text, string written)
    {
        Assert.True(WindowText.TryParse(text, out var window));
        Assert.Equal(written, WindowText.Of(window));
    }

    public static TheoryData<string, string[]> Refused => new()
    {
        { """{ "features": [ { "name": "x", "kind": "coumt", "phrase": "x" } ] }""", ["features[0].kind", "'x'", "coumt", "nearest is 'count'"] },
        { """{ "features": [ { "name": "x", "kind": "count", "entity": "device", "phrase": "x" } ] }""", ["features[0].window", "lacks its window", "24h"] },
        { """{ "features": [ { "name": "x", "kind": "count", "entity": "device", "window": "soon", "phrase": "x" } ] }""",
            ["features[0].window", "soon", "24h"] },
        { """{ "features": [ { "name": "x", "kind": "count", "entity": "device", "window": "0h", "phrase": "x" } ] }""", ["features[0].window", "0h"] },
        { """{ "features": [ { "name": "x", "kind": "count", "entity": "device", "window": 24, "phrase": "x" } ] }""", ["features[0].window", "24", "a text"] },
        { """{ "features": [ { "name": "x", "kind": "count", "window": "24h", "phrase": "x" } ] }""", ["features[0].entity", "lacks its entity"] },
        { """{ "features": [ { "name": "x", "kind": "hour", "phrase": "x" }, { "name": "x", "kind": "hour", "phrase": "y" } ] }""",
            ["features[1].name", "features[0]"] },
        { """{ "features": [ { "name": "x", "kind": "since_last", "entity": "device", "unit": "count", "phrase": "x" } ] }""",
            ["features[0].unit", "count", "seconds"] },
        { """{ "features": [ { "name": "x", "kind": "dwell", "statistic": "variation", "unit": "seconds", "phrase": "x" } ] }""",
            ["features[0].unit", "ratio"] },
        { """{ "features": [ { "name": "x", "kind": "dwell", "statistic": "meen", "phrase": "x" } ] }""", ["features[0].statistic", "nearest is 'mean'"] },
        { """{ "features": [ { "name": "x", "kind": "hour", "column": "amount", "phrase": "x" } ] }""", ["features[0].column", "takes no column"] },
        { """{ "features": [ { "name": "x", "kind": "hour", "windwo": "1h", "phrase": "x" } ] }""", ["windwo", "nearest is 'window'"] },
        { """{ "features": [ { "name": "x", "kind": "hour" } ] }""", ["features[0].phrase", "lacks a phrase"] },
        { """{ "features": [ { "name": "Big X", "kind": "hour", "phrase": "x" } ] }""", ["features[0].name", "Big X"] },
        { """{ "features": [ { "kind": "hour", "phrase": "x" } ] }""", ["features[0].name", "lacks a name"] },
        { """{ "features": [ { "name": "x", "kind": "expression", "phrase": "x" } ] }""", ["features[0].sql", "lacks its sql"] },
        { """{ "features": [ { "name": "x", "kind": "group", "phrase": "x" } ] }""", ["features[0].causal", "later transactions"] },
        { """{ "features": [ { "name": "x", "kind": "count", "entity": "device", "window": "24h", "around": true, "phrase": "x" } ] }""",
            ["features[0].causal", "later transactions"] },
        { """{ "features": [ { "name": "x", "kind": "mean", "entity": "device", "column": "amount", "window": "24h", "around": true, "causal": false,"""
            + """ "phrase": "x" } ] }""",
            ["features[0].around"] },
        { """{ "features": [ { "name": "x", "kind": "hour", "scale": "lgo", "phrase": "x" } ] }""", ["features[0].scale", "robust, log, quantile"] },
        { """{ "features": [ { "name": "x", "kind": "category", "sql": "'a'", "scale": "log", "phrase": "x" } ] }""", ["features[0].scale", "not a number"] },
        { """{ "features": [ 7 ] }""", ["features[0]", "not an object"] },
        { """{ "feature": [] }""", ["{ \"features\": [ … ] }"] },
        { """{ "features": [], "version": 2 }""", ["version"] },
        { """{ "features": [ """, ["cannot be read"] },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Read_CatalogueThatCannotBe_NamesFileFeatureAndField(string text, string[] said)
    {
        var message = Assert.Throws<InputException>(() => FeatureCatalogFile.Read(File(text))).Message;
        Assert.StartsWith("catalog.json", message, StringComparison.Ordinal);
        Assert.All(said, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    public static TheoryData<CatalogEntry, string[]> NotOfThisDataset => new()
    {
        { new() { Name = "x", Phrase = "x", Kind = "count", Entity = "devise", Window = "1h" }, ["features[0].entity", "devise", "nearest is 'device'"] },
        { new() { Name = "x", Phrase = "x", Kind = "sum", Entity = "device", Column = "amuont", Window = "1h" },
            ["features[0].column", "nearest is 'amount'"] },
        { new() { Name = "x", Phrase = "x", Kind = "sum", Entity = "device", Column = "browser", Window = "1h" },
            ["features[0].column", "browser", "amount, age"] },
        { new() { Name = "x", Phrase = "x", Kind = "attribute", Column = "agee" }, ["features[0].column", "nearest is 'age'"] },
        { new() { Name = "x", Phrase = "x", Kind = "attribute", Column = "browser", Unit = "count" }, ["features[0].unit", "texts"] },
        { new() { Name = "x", Phrase = "x", Kind = "attribute", Column = "age", Unit = "text" }, ["features[0].unit", "numbers"] },
        { new() { Name = "x", Phrase = "x", Kind = "attribute", Column = "outcome" }, ["features[0].column", "outcome"] },
        { new() { Name = "x", Phrase = "x", Kind = "share", Entity = "device", Column = "outcome", Value = "fraud", Window = "1h" },
            ["features[0].column", "outcome"] },
        { new() { Name = "x", Phrase = "x", Kind = "share", Entity = "device", Column = "decision", Window = "1h" }, ["features[0].value", "not known"] },
        { new() { Name = "x", Phrase = "x", Kind = "attribute", Column = "browser", Scale = "log" }, ["features[0].scale", "texts"] },
        { new() { Name = "x", Phrase = "x", Kind = "page_share", Column = "carte" }, ["features[0].column", "nearest is 'cart'"] },
    };

    [Theory]
    [MemberData(nameof(NotOfThisDataset))]
    public void Of_CatalogueThatNamesWhatTheDatasetLacks_SaysTheNearestName(CatalogEntry entry, string[] said)
    {
        var message = Assert.Throws<InputException>(() => Bind([entry], Shop())).Message;
        Assert.All(said, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact]
    public void Of_KindsThatNeedEventsOrDecisions_SayThatThereAreNone()
    {
        var bare = Shop() with
        {
            EventCount = 0,
            Mapping = new Mapping { Transactions = new TransactionMapping { Id = "id", Account = "account", Time = "time" } }
        };
        foreach (var entry in EveryKind.Entries.Where(e => e.Kind is "event_count" or "page_share" or "dwell" or "time_to_payment" or "sequence_repeat"))
        {
            Assert.Contains("needs events", Assert.Throws<InputException>(() => Bind([entry], bare)).Message, StringComparison.Ordinal);
        }

        Assert.Contains("needs decisions", Assert.Throws<InputException>(() => Bind([EveryKind.Entries.First(e => e.Kind == "declines")], bare)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Schema_Published_IsTheOneThatTheKindsMake()
    {
        var published = Path.Combine(SourceTree.Root, "wwwroot", "schemas", "feature-catalog.schema.json");
        var made = Path.Combine(AppContext.BaseDirectory, "feature-catalog.schema.json");
        System.IO.File.WriteAllText(made, FeatureCatalogSchema.Text());
        Assert.True(System.IO.File.ReadAllText(made) == System.IO.File.ReadAllText(published), $"copy {made} to {published}");
    }

    [Fact]
    public void Schema_OfTheKinds_KnowsEveryKeyOfAnEntryAndWhatEachKindNeeds()
    {
        var feature = JsonNode.Parse(FeatureCatalogSchema.Text())!["$defs"]!["feature"]!;
        var keys = JsonSerializer.SerializeToNode(
            new CatalogEntry { Entity = "", Column = "", Value = "", Window = "", Statistic = "", Sql = "", Scale = "", Unit = "", Weight = 1 },
                JsonFile.Options)!.AsObject();
        Assert.Equal(keys.Select(p => p.Key).Order(), feature["properties"]!.AsObject().Select(p => p.Key).Order());
        var needed = feature["allOf"]!.AsArray().Single(rule => rule!["if"]!["properties"]!["kind"]!["const"]!.GetValue<string>() == "share")!;
        Assert.Equal(["entity", "column", "window"], needed["then"]!["required"]!.AsArray().Select(r => r!.GetValue<string>()));
    }

    [Fact]
    public void Kinds_InAStoredRun_AreReadByTheirNames()
    {
        Assert.All(FeatureKindRegistry.All, kind =>
        {
            var stored = JsonSerializer.Serialize(kind, JsonFile.Options);
            Assert.Equal($"\"{kind.Name}\"", stored);
            Assert.Same(kind, JsonSerializer.Deserialize<FeatureKind>(stored, JsonFile.Options));
        });
        Assert.Contains("z_score", Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<FeatureKind>("\"zscore\"", JsonFile.Options)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>What stored runs of the first format call the kinds.</summary>
    [Fact]
    public void Kinds_NamedInStoredRuns_AreAllKnown()
    {
        string[] stored =
        [
            "age", "amount_ratio", "amount_sum", "category", "day_cosine", "day_sine", "decline_count", "distinct_count", "dwell_variation", "entity_group",
            "event_count", "expression", "hour_of_day", "known_fraud_count", "known_fraud_share",
            "last_dwell", "longest_dwell", "mean", "mean_dwell", "median_dwell", "new_for_account", "page_share",
            "share", "shortest_dwell", "since_previous", "since_sign_up", "time_to_payment", "transaction_count", "week_cosine", "week_sine",
            "z_score",
        ];
        Assert.Equal(stored, FeatureKindRegistry.All.Select(k => k.Name));
    }
}
