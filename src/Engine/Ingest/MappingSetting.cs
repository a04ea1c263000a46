using System.Text.Json;
using System.Text.Json.Nodes;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest;

/// <summary>One key of a mapping with its value, as a command line spells it: <c>transactions.format.decimal=,</c></summary>
/// <param name="Key">The way to it in the mapping's JSON, its steps joined by dots.</param>
/// <param name="Value">JSON; what is none is a text.</param>
public sealed record MappingSetting(string Key, string Value)
{
    /// <summary>Objects whose keys are names, which may hold dots themselves.</summary>
    private static readonly string[] Named = ["entities", "rates", "zones", "columns"];

    private static readonly JsonSerializerOptions Compact = new(JsonFile.Options) { WriteIndented = false };

    /// <param name="text"><c>key=value</c>, or as a mapping file is spoken of, <c>key = value</c>.</param>
    /// <param name="below">What the key is in, with a dot behind it.</param>
    /// <exception cref="InputException">It has no key, or no value.</exception>
    public static MappingSetting Parse(string text, string below = "")
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        var key = at < 0 ? "" : text[..at];
        if (string.IsNullOrWhiteSpace(key)) throw new InputException("this is no setting", value: text, expected: "key=value, such as decimal=,");
        // A space may be the value; behind the space of "key = value" it is none.
        var value = text[(at + 1)..];
        return new MappingSetting(below + key.Trim(), Bare(char.IsWhiteSpace(key[^1]) ? value.Trim() : value));
    }

    /// <summary>What must be set to come from one mapping to another; empty where they are the same.</summary>
    public static IReadOnlyList<MappingSetting> Between(Mapping before, Mapping after) => [.. Between("", Tree(before), Tree(after))];

    /// <summary>The mapping with this setting.</summary>
    /// <exception cref="InputException">There is no such key, or the value does not fit it.</exception>
    public Mapping On(Mapping mapping)
    {
        InputException? first = null;
        foreach (var value in Readings())
        {
            try
            {
                var root = Tree(mapping);
                Put(root, value);
                return MappingFile.Of(root, path: null);
            }
            catch (JsonException e)
            {
                var fault = JsonFault.Of(e, typeof(Mapping));
                first ??= new InputException("the setting cannot be used: " + fault.Problem, value: ToString(), expected: fault.Expected);
            }
        }

        throw first!;
    }

    public override string ToString() => $"{Key}={Value}";

    /// <summary>What the value may stand for, the likeliest first: which of them fits, the key decides.</summary>
    private IEnumerable<JsonNode?> Readings()
    {
        if (Json(Value, out var json)) yield return json;
        if (json is JsonObject or JsonArray) yield break;
        yield return JsonValue.Create(Value);
        yield return new JsonArray(JsonValue.Create(Value));
    }

    private void Put(JsonObject root, JsonNode? value)
    {
        var (node, steps) = (root, Steps());
        foreach (var step in steps[..^1])
        {
            if (node[step] is not JsonObject next) node[step] = next = [];
            node = next;
        }

        node[steps[^1]] = value;
    }

    private string[] Steps()
    {
        var steps = Key.Split('.');
        var named = Array.FindIndex(steps, s => Named.Contains(s));
        if (named < 0 || named + 2 >= steps.Length) return steps;
        // Of a column's format, the last step is a key again.
        var end = steps[named] == "columns" ? steps.Length - 1 : steps.Length;
        return end <= named + 1 ? steps : [.. steps[..(named + 1)], string.Join('.', steps[(named + 1)..end]), .. steps[end..]];
    }

    private static IEnumerable<MappingSetting> Between(string at, JsonObject before, JsonObject after)
    {
        foreach (var key in before.Select(static p => p.Key).Union(after.Select(static p => p.Key)))
        {
            var (from, to) = (before[key], after[key]);
            if (JsonNode.DeepEquals(from, to)) continue;
            var below = at.Length == 0 ? key : $"{at}.{key}";
            if (to is JsonObject changed && from is JsonObject or null)
            {
                foreach (var setting in Between(below, from as JsonObject ?? [], changed)) yield return setting;
            }
            else
            {
                yield return new MappingSetting(below, Text(to));
            }
        }
    }

    /// <summary>Bare where a text cannot be taken for anything else.</summary>
    private static string Text(JsonNode? value)
    {
        var json = value is null ? "null" : value.ToJsonString(Compact);
        return value is JsonValue text && text.TryGetValue(out string? bare) && !Json(bare, out _) ? bare : json;
    }

    /// <summary>A text in quotes as it is without them, where it can be.</summary>
    private static string Bare(string value) => Json(value, out var json) && json is JsonValue text && text.TryGetValue(out string? _) ? Text(json) : value;

    private static JsonObject Tree(Mapping mapping) => (JsonObject)JsonSerializer.SerializeToNode(mapping, JsonFile.Options)!;

    private static bool Json(string text, out JsonNode? json)
    {
        try
        {
            json = JsonInput.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            json = null;
            return false;
        }
    }
}
