using System.Text.Json.Nodes;
using Investigator.Engine.Core;
using Investigator.Engine.Features.Kinds;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Features.Catalog;

/// <summary>
/// The JSON schema of a catalogue's file, made from the kinds there are. It is published as <c>wwwroot/schemas/feature-catalog.schema.json</c>.
/// </summary>
public static class FeatureCatalogSchema
{
    public static string Text() => JsonFile.Text(new JsonObject
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["title"] = "Investigator feature catalogue",
        ["description"] = "The intuitive features of one dataset. Each looks at the transaction itself, at transactions strictly earlier in (time, id) order, "
            + "or at its sequence of events; those with \"causal\": false look at later ones too and stay out of rules.",
        ["type"] = "object",
        ["required"] = new JsonArray("features"),
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject
        {
            ["$schema"] = new JsonObject { ["type"] = "string" },
            ["features"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["$ref"] = "#/$defs/feature" } },
        },
        ["$defs"] = new JsonObject { ["feature"] = Feature() },
    }) + "\n";

    private static JsonObject Feature() => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("name", "kind", "phrase"),
        ["additionalProperties"] = false,
        ["properties"] = Properties(),
        ["allOf"] = new JsonArray([.. FeatureKindRegistry.CatalogNames.Select(Required).OfType<JsonNode>()]),
    };

    private static JsonObject Properties() => new()
    {
        ["name"] = new JsonObject
        {
            ["type"] = "string",
            ["description"] = "Unique; the feature's column in features.parquet and in a rule's SQL.",
            ["pattern"] = "^(?!row$)[a-z_][a-z0-9_]*$",
        },
        ["kind"] = Choice("How it is computed. " + string.Join("; ", FeatureKindRegistry.CatalogNames.Select(Describe)) + ".",
            FeatureKindRegistry.CatalogNames),
        ["entity"] = String("account, a mapped entity, an attribute of texts, or page_sequence."),
        ["column"] = String("What is looked at: amount, currency, an attribute, an entity, account, decision (of earlier transactions), or a page."),
        ["value"] = String("For a share: the value looked for; left out, the transaction's own."),
        ["window"] = new JsonObject
        {
            ["type"] = "string",
            ["description"] = "How far back is looked: 90s, 30m, 24h, 7d, or all.",
            ["pattern"] = "^(all|[0-9]*\\.?[0-9]+[smhd])$",
        },
        ["statistic"] = Choice("For a dwell: mean, median, variation, last, shortest, longest; for known_fraud: count, share.", FeatureKindRegistry.Statistics),
        ["sql"] = String("For an expression or a category: a DuckDB expression over one transaction t."),
        ["unit"] = Choice("Left out, the kind's own.", Units.All),
        ["phrase"] = new JsonObject
        {
            ["type"] = "string",
            ["description"] = "How it is said in a sentence: lower case, no number of its own.",
            ["minLength"] = 1
        },
        ["causal"] = Switch("Whether it can be computed at payment time.", true),
        ["space"] = Switch("Whether it is part of the space that is clustered.", true),
        ["scale"] = Choice("How a number is transformed before it becomes a dimension; left out, by its shape.", FeatureScaleNames.All),
        ["weight"] = new JsonObject
        {
            ["type"] = "number",
            ["minimum"] = 0,
            ["maximum"] = 100,
            ["description"] = "How many times an ordinary feature it counts in the space; left out, what known outcomes say of it.",
        },
        ["shown"] = Switch("Whether sentences, lists and rules show it.", true),
        ["around"] = Switch("A count that looks as far ahead as back; needs \"causal\": false.", false),
    };

    private static string Describe(string name) => $"{name}: {FeatureKindRegistry.Named(name)[0].Description}";

    /// <summary>The fields that a kind cannot do without; null where there are none.</summary>
    private static JsonObject? Required(string name)
    {
        var fields = FeatureKindRegistry.Named(name)[0].Fields(new CatalogEntry()).Where(static f => f.Use == FieldUse.Required).Select(static f => f.Field)
            .ToList();
        if (fields.Count == 0) return null;
        return new JsonObject
        {
            ["if"] = new JsonObject { ["properties"] = new JsonObject { ["kind"] = new JsonObject { ["const"] = name } } },
            ["then"] = new JsonObject { ["required"] = Array(fields) },
        };
    }

    private static JsonObject String(string description) => new() { ["type"] = "string", ["description"] = description };

    private static JsonObject Choice(string description, IEnumerable<string> values) => new() { ["description"] = description, ["enum"] = Array(values) };

    private static JsonObject Switch(string description, bool value) => new() { ["type"] = "boolean", ["default"] = value, ["description"] = description };

    private static JsonArray Array(IEnumerable<string> values) => [.. values.Select(static v => (JsonNode)v)];
}
