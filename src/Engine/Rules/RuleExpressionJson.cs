using System.Text.Json;
using System.Text.Json.Serialization;
using Investigator.Engine.Core;

namespace Investigator.Engine.Rules;

/// <summary>Reads and writes the tree as JSON. What is malformed is said in words; unknown members are refused where the options refuse them.</summary>
internal sealed class RuleExpressionJson : JsonConverter<RuleExpression>
{
    private const string Expected =
        """a condition such as {"feature": "amount", "operator": "at_least", "number": 250}, or {"all": […]} or {"any": […]}""";

    public override bool HandleNull => true;

    /// <exception cref="InputException">It is no condition and no group of them.</exception>
    public override RuleExpression Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var json = JsonDocument.ParseValue(ref reader);
        return Read(json.RootElement, options.UnmappedMemberHandling == JsonUnmappedMemberHandling.Disallow);
    }

    public override void Write(Utf8JsonWriter writer, RuleExpression value, JsonSerializerOptions options)
    {
        if (value is RuleCondition condition)
        {
            JsonSerializer.Serialize(writer, condition, options);
            return;
        }
        var (name, terms) = value is AllOf all ? ("all", all.Terms) : ("any", ((AnyOf)value).Terms);
        writer.WriteStartObject();
        writer.WriteStartArray(name);
        foreach (var term in terms) Write(writer, term, options);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static RuleExpression Read(JsonElement json, bool strict)
    {
        if (json.ValueKind != JsonValueKind.Object) throw Fault("a condition is not an object", json);
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            if (!members.TryAdd(member.Name, member.Value)) throw Fault($"a condition says '{member.Name}' twice", json);
        }
        if (members.Remove("all", out var all)) return Group(all, terms => new AllOf(terms));
        if (members.Remove("any", out var any)) return Group(any, terms => new AnyOf(terms));

        var feature = Text("feature") ?? throw Fault("a condition names no feature", json);
        var condition = new RuleCondition(feature, Operator(), Number(), Text("category")) { Categories = Texts("categories") };
        RefuseOthers();
        return condition;

        RuleExpression Group(JsonElement terms, Func<IReadOnlyList<RuleExpression>, RuleExpression> make)
        {
            RefuseOthers();
            if (terms.ValueKind != JsonValueKind.Array) throw Fault("a group is not a list of conditions", json);
            return make([.. terms.EnumerateArray().Select(t => Read(t, strict))]);
        }

        void RefuseOthers()
        {
            if (strict && members.Count > 0) throw Fault($"a condition has no '{members.Keys.First()}'", json);
        }

        JsonElement? Take(string name) => members.Remove(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

        string? Text(string name)
        {
            if (Take(name) is not { } value) return null;
            return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Fault($"a condition's {name} is not text", json);
        }

        double? Number()
        {
            if (Take("number") is not { } value) return null;
            var isNumber = value.ValueKind == JsonValueKind.Number;
            return isNumber ? value.GetDouble() : throw Fault("a condition's number is not a number", json);
        }

        string[]? Texts(string name)
        {
            if (Take(name) is not { } value) return null;
            var isList = value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String);
            return isList ? [.. value.EnumerateArray().Select(v => v.GetString()!)] : throw Fault($"a condition's {name} are not a list of texts", json);
        }

        RuleOperator Operator()
        {
            var name = Text("operator") ?? throw Fault("a condition has no operator", json);
            foreach (var candidate in Enum.GetValues<RuleOperator>())
            {
                if (JsonNamingPolicy.SnakeCaseLower.ConvertName(candidate.ToString()) == name) return candidate;
            }
            var known = Enum.GetValues<RuleOperator>().Select(o => JsonNamingPolicy.SnakeCaseLower.ConvertName(o.ToString()));
            throw new InputException("a condition's operator is not known", value: name, expected: string.Join(", ", known));
        }
    }

    private static InputException Fault(string problem, JsonElement json) => new(problem, value: json.GetRawText(), expected: Expected);
}
