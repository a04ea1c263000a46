using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Investigator.Engine.Core;

namespace Investigator.Engine.Tables;

/// <summary>What is wrong with JSON, in words that whoever wrote it knows: its keys and kinds of value, none of this program's types.</summary>
/// <param name="Problem">Names the key by its path, as the file spells it.</param>
/// <param name="Expected">Null where the problem says it all.</param>
internal sealed partial record JsonFault(string Problem, string? Expected)
{
    /// <param name="e">As the serializer threw it.</param>
    /// <param name="read">The type that was read.</param>
    public static JsonFault Of(JsonException e, Type read)
    {
        var path = (e.Path ?? "").TrimStart('$').TrimStart('.');
        var at = path.Length == 0 ? "the whole" : $"'{path}'";
        var text = Position().Replace(e.Message, "").TrimEnd('.');
        if (text.Contains("could not be converted to", StringComparison.Ordinal))
        {
            return new($"{at} holds a value that does not belong there", TypeAt(read, path) is { } type ? Words(type) : null);
        }
        if (Twice().Match(text) is { Success: true } twice) return new($"the key '{twice.Groups[1].Value}' is given twice", "each key once");
        if (text.Contains("allow setting null", StringComparison.Ordinal)) return new($"{at} is null", TypeAt(read, path) is { } kind ? Words(kind) : null);
        if (Unmapped().Match(text) is { Success: true } unknown)
        {
            var where = path.Contains('.', StringComparison.Ordinal) ? $" (at '{path}')" : "";
            return new($"the key '{unknown.Groups[1].Value}' is not known{where}", Keys(read, path));
        }
        if (Missing().Match(text) is { Success: true } missing) return new($"{at} lacks {missing.Groups[1].Value}", null);
        if (Kind().Match(text) is { Success: true } other) return new($"the kind '{other.Groups[1].Value}' is not known", Kinds(read));
        text = text.Replace(", when isFinalBlock is true", "", StringComparison.Ordinal);
        return new(path.Length == 0 ? text : $"{text} (at '{path}')", null);
    }

    /// <summary>The kinds of object that a type stands for, with the key that tells them apart; null where there is one kind alone.</summary>
    public static string? Kinds(Type read) => Info(read).PolymorphismOptions is { } options
        ? $"'{options.TypeDiscriminatorPropertyName}' as one of {string.Join(", ", options.DerivedTypes.Select(static d => d.TypeDiscriminator))}" : null;

    /// <summary>For a file; the line is left out where the JSON was taken apart before it was read, so that its lines are no longer known.</summary>
    public static InputException InFile(JsonException e, Type read, string file, bool linesKnown = true)
    {
        var fault = Of(e, read);
        return new InputException(fault.Problem, file, expected: fault.Expected, line: linesKnown || e.Path is null ? e.LineNumber + 1 : null);
    }

    /// <summary>Null where the path leads through something that this program does not read key by key.</summary>
    private static Type? TypeAt(Type type, string path)
    {
        foreach (Match step in Step().Matches(path))
        {
            var info = Info(type);
            var next = info.Kind switch
            {
                JsonTypeInfoKind.Object => info.Properties.FirstOrDefault(p => p.Name == step.Groups["key"].Value)?.PropertyType,
                JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary => info.ElementType,
                _ => null,
            };
            if (next is null) return null;
            type = next;
        }
        return type;
    }

    /// <summary>The keys beside the unknown one that the path ends with.</summary>
    private static string? Keys(Type read, string path)
    {
        // Of which kind the object is, and so which keys it has, is not known here.
        if (Info(read).PolymorphismOptions is not null) return null;
        var above = path.LastIndexOf('.') is >= 0 and var dot ? path[..dot] : "";
        return TypeAt(read, above) is { } type && Info(type) is { Kind: JsonTypeInfoKind.Object } info
            ? "one of " + string.Join(", ", info.Properties.Select(static p => p.Name)) : null;
    }

    private static string? Words(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value) return Words(value) is { } words ? words + ", or null" : null;
        if (type == typeof(bool)) return "true or false";
        if (type == typeof(string)) return "a text";
        if (type == typeof(DateTime)) return "a time such as \"2026-03-01T00:00:00Z\"";
        if (type.IsEnum) return "one of " + string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName));
        if (type == typeof(float) || type == typeof(double)) return "a number";
        if (type.IsPrimitive) return "a whole number";
        return Info(type).Kind switch
        {
            JsonTypeInfoKind.Enumerable => "a list, [ … ]",
            JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => "an object, { … }",
            _ => null,
        };
    }

    private static JsonTypeInfo Info(Type type) => JsonFile.Options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);

    [GeneratedRegex(@" (Path|LineNumber): .*$", RegexOptions.Singleline)]
    private static partial Regex Position();

    [GeneratedRegex("^The JSON property '(.*)' could not be mapped")]
    private static partial Regex Unmapped();

    [GeneratedRegex("^Duplicate property '(.*)' encountered")]
    private static partial Regex Twice();

    [GeneratedRegex("unrecognized type discriminator id '(.*)'")]
    private static partial Regex Kind();

    [GeneratedRegex("missing required properties including: (.*)$")]
    private static partial Regex Missing();

    /// <summary>A key, plain or quoted in brackets, or a place in a list.</summary>
    [GeneratedRegex(@"\['(?<key>[^']*)'\]|\[\d+\]|(?<key>[^.\[\]]+)")]
    private static partial Regex Step();
}
