using System.Text.Json;
using System.Text.Json.Nodes;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest;

/// <summary>A <see cref="Mapping"/> as a JSON file. A null counts as left out; an unknown key is refused by name, with the keys that exist.</summary>
public static class MappingFile
{
    private static readonly string[] RowKeys = ["column", "words", "except"];

    private static readonly string[] FormatKeys = ["encoding", "delimiter", "skip_lines", "header", "decimal", "thousands", "time", "time_zone", "zones",
        "sheet", "entry", "partitions", "columns"];

    private static readonly Dictionary<string, string[]> Keys = new()
    {
        [""] = ["transactions", "events", "missing", "ignore_case", "normalize_unicode"],
        ["transactions"] = ["id", "account", "time", "amount", "currency", "rates", "entities", "attributes", "personal", "decision", "outcome",
            "signed_up", "time_of_day", "month_and_day", "rows", "refunds", "copies", "format"],
        ["transactions.decision"] = ["column", "approved", "challenged", "declined", "ignored"],
        ["transactions.outcome"] = ["column", "fraud", "legitimate", "known_at", "ignored"],
        ["transactions.rows"] = RowKeys,
        ["transactions.refunds"] = ["use", "column", "words", "payments_below_zero"],
        ["transactions.format"] = FormatKeys,
        ["events"] = ["account", "transaction", "session", "time", "type", "dwell_ms", "in_transactions", "time_of_day", "type_parts", "rows", "copies",
            "format"],
        ["events.rows"] = RowKeys,
        ["events.format"] = FormatKeys,
    };

    private static readonly Dictionary<string, string[]> Required = new()
    {
        [""] = ["transactions"],
        ["transactions"] = ["time"],
        ["transactions.decision"] = ["column"],
        ["transactions.outcome"] = ["column"],
        ["transactions.rows"] = ["column", "words"],
        ["events"] = ["account", "time", "type"],
        ["events.rows"] = ["column", "words"],
    };

    public static void Write(string path, Mapping mapping) => JsonFile.Write(path, mapping);

    /// <exception cref="InputException">No such file, not JSON, an unknown key, a required key left out, or a value that makes no sense.</exception>
    public static Mapping Read(string path)
    {
        if (!File.Exists(path)) throw new InputException("there is no such file", path, expected: "a mapping as JSON");
        try
        {
            RegularFile.Require(path);
            return Of(JsonInput.Parse(File.ReadAllText(path)) as JsonObject
                ?? throw new InputException("the file does not hold an object", path, expected: "{ \"transactions\": { … }, \"events\": { … } }"), path);
        }
        catch (JsonException e)
        {
            var fault = JsonFault.Of(e, typeof(Mapping));
            // What was parsed has its line; what was read from the parts has not.
            throw new InputException("the mapping cannot be read: " + fault.Problem, path,
                expected: fault.Expected ?? "column names as text, lists of words in [ ]", line: e.Path is null ? e.LineNumber + 1 : null);
        }
    }

    /// <summary>The mapping that a JSON object says.</summary>
    /// <exception cref="InputException">An unknown key, a required key left out, or a value that makes no sense.</exception>
    /// <exception cref="JsonException">A value of a kind that does not belong there.</exception>
    internal static Mapping Of(JsonObject root, string? path)
    {
        CheckKeys(root, "", path);
        var mapping = root.Deserialize<Mapping>(JsonInput.Options)!;
        mapping.Validate(path);
        return mapping;
    }

    private static void CheckKeys(JsonObject node, string where, string? path)
    {
        foreach (var key in node.Select(static p => p.Key).ToArray())
        {
            if (node[key] is null)
            {
                node.Remove(key);
                if (!Keys[where].Contains(key)) throw Unknown(key);
                continue;
            }

            if (!Keys[where].Contains(key)) throw Unknown(key);
            var below = where.Length == 0 ? key : $"{where}.{key}";
            if (below == "transactions.entities" && node[key] is JsonObject entities)
            {
                foreach (var unmapped in entities.Where(static e => e.Value is null).Select(static e => e.Key).ToArray()) entities.Remove(unmapped);
            }

            if (!Keys.ContainsKey(below)) continue;
            if (node[key] is not JsonObject child)
            {
                throw new InputException("this key needs an object", path, column: below, expected: $"{{ {string.Join(", ", Keys[below])} }}");
            }
            CheckKeys(child, below, path);
        }

        if (Required.GetValueOrDefault(where, []).FirstOrDefault(k => !node.ContainsKey(k)) is { } missing)
            throw new InputException($"the mapping lacks '{missing}'", path, column: where.Length == 0 ? null
                : where, expected: $"at least {string.Join(", ", Required.GetValueOrDefault(where, []))}");

        InputException Unknown(string key) =>
            new($"the key '{key}' is not known", path, column: where.Length == 0 ? null
                : where, value: key, expected: $"one of {string.Join(", ", Keys[where])}");
    }
}
