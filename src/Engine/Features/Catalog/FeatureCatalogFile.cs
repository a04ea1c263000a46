using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Integrity;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Features.Catalog;

/// <summary>A catalogue as a JSON file, <c>{ "features": [ … ] }</c>, one line per feature. Its schema is published with the app.</summary>
public static class FeatureCatalogFile
{
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Keys = [.. JsonSerializer.SerializeToNode(new CatalogEntry { Entity = "", Column = "", Value = "", Window = "",
        Statistic = "", Sql = "", Scale = "", Unit = "", Weight = 1 }, JsonFile.Options)!.AsObject().Select(p => p.Key)];

    /// <summary>Reads and checks a catalogue as far as that can be done without its dataset.</summary>
    /// <exception cref="InputException">No such file, not JSON, or a fault, named by feature and field.</exception>
    public static IReadOnlyList<CatalogEntry> Read(string path)
    {
        if (!File.Exists(path)) throw new InputException("there is no such file", path, expected: "a feature catalogue as JSON");
        try
        {
            RegularFile.Require(path);
            var root = JsonInput.Parse(File.ReadAllText(path));
            if (root is not JsonObject file || file["features"] is not JsonArray features)
            {
                throw new InputException("the file does not hold a catalogue", path, expected: "{ \"features\": [ … ] }");
            }
            if (file.FirstOrDefault(p => p.Key is not ("features" or "$schema")) is { Key: { } key })
            {
                throw new InputException($"the key '{key}' is not known", path, value: key, expected: "features");
            }
            var entries = features.Select((node, i) => Entry(node, new EntryPlace(path, i, ""))).ToList();
            CatalogCheck.Check(entries, path);
            return entries;
        }
        catch (JsonException e)
        {
            throw new InputException("the catalogue cannot be read: " + JsonFault.Of(e, typeof(CatalogEntry)).Problem, path, expected: "JSON",
                line: e.Path is null ? e.LineNumber + 1 : null);
        }
    }

    /// <summary>Reads the catalogue that a run kept, perhaps one of another version; empty when its folder has none.</summary>
    public static IReadOnlyList<CatalogEntry> ReadStored(string folder) =>
        KnownFiles.Catalog.FindKept(folder) is { } path ? StoredJson.Read<KeptCatalog>(path).Features : [];

    /// <summary>Writes the catalogue that <paramref name="features"/> came from.</summary>
    public static void Write(string path, IEnumerable<FeatureDefinition> features) => File.WriteAllText(path, Text(features));

    /// <summary>The same as a string.</summary>
    public static string Text(IEnumerable<FeatureDefinition> features)
    {
        var text = new StringBuilder("{\n  \"features\": [\n");
        text.AppendJoin(",\n", features.Select(f => "    " + Line(CatalogWriter.Of(f))));
        return text.Append("\n  ]\n}\n").ToString();
    }

    private static string Line(CatalogEntry entry) =>
        "{ " + string.Join(", ", JsonSerializer.SerializeToNode(entry, JsonFile.Options)!.AsObject().Where(p => !IsDefault(p))
            .Select(p => $"\"{p.Key}\": {p.Value!.ToJsonString(OneLine)}")) + " }";

    /// <summary>Whether a feature is causal is always written; the other flags only where they differ from their defaults.</summary>
    private static bool IsDefault(KeyValuePair<string, JsonNode?> p) => p.Key switch
    {
        "space" or "shown" => p.Value!.GetValue<bool>(),
        "around" => !p.Value!.GetValue<bool>(),
        _ => false,
    };

    private static CatalogEntry Entry(JsonNode? node, EntryPlace at)
    {
        if (node is not JsonObject feature)
        {
            throw new InputException("this feature is not an object", at.File, column: $"features[{at.Index}]",
                expected: "{ \"name\": …, \"kind\": …, \"phrase\": … }");
        }
        var named = at with { Name = feature["name"] is JsonValue name && name.TryGetValue<string>(out var text) ? text : "" };
        foreach (var (key, value) in feature)
        {
            if (!Keys.Contains(key))
            {
                throw named.Fault($"the key '{key}' is not known", key, key,
                    $"one of {string.Join(", ", Keys)}" + (NearestName.Of(key, Keys) is { } near ? $"; nearest is '{near}'" : ""));
            }
            var (fits, expected) = (key, value?.GetValueKind()) switch
            {
                ("causal" or "space" or "shown" or "around", var kind) => (kind is JsonValueKind.True or JsonValueKind.False, "true or false"),
                ("weight", var kind) => (kind == JsonValueKind.Number, "a number"),
                (_, var kind) => (kind == JsonValueKind.String, "a text"),
            };
            if (!fits) throw named.Fault("the value cannot be used", key, value?.ToJsonString() ?? "null", expected);
        }

        return feature.Deserialize<CatalogEntry>(JsonFile.Options)!;
    }

    private sealed record KeptCatalog(IReadOnlyList<CatalogEntry> Features);
}
