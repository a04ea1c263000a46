using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Investigator.Engine.Core;

namespace Investigator.Engine.Tables;

/// <summary>
/// JSON that this program, perhaps another version of it, wrote in files and in database columns: unknown keys are ignored and missing ones get their default.
/// What people write is read by <see cref="JsonFile.Read{T}"/>, which refuses both.
/// </summary>
public static class StoredJson
{
    private static readonly JsonSerializerOptions Lenient = new(JsonFile.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { MissingValues.Allow, FormerKeys.Allow } },
    };

    /// <summary>A database column.</summary>
    /// <exception cref="InputException">The text is not JSON, or a value is not of its kind.</exception>
    public static T Parse<T>(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, Lenient) ?? throw new InputException("the stored value is empty", expected: "JSON");
        }
        catch (JsonException e)
        {
            var fault = JsonFault.Of(e, typeof(T));
            throw new InputException("a stored value cannot be read: " + fault.Problem, expected: fault.Expected);
        }
    }

    /// <summary>A file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="format">Its format number and how earlier ones are brought up to it; null for a file whose format follows that of its folder.</param>
    /// <exception cref="InputException">The file is missing, is not JSON, or is of a newer format than this program knows.</exception>
    public static T Read<T>(string path, StoredFormat? format = null)
    {
        if (!File.Exists(path)) throw new InputException("there is no such file", path);
        try
        {
            using var file = RegularFile.Open(path);
            if (format is null)
            {
                return JsonSerializer.Deserialize<T>(file, Lenient) ?? throw new InputException("the file holds nothing", path, expected: "JSON");
            }
            var node = JsonNode.Parse(file) as JsonObject ?? throw new InputException("the file does not hold an object", path, expected: "{ … }");
            format.Upgrade(node, path);
            return node.Deserialize<T>(Lenient)!;
        }
        catch (JsonException e)
        {
            throw JsonFault.InFile(e, typeof(T), path, linesKnown: format is null);
        }
    }
}
