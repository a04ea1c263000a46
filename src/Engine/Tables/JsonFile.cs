using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Investigator.Engine.Core;

namespace Investigator.Engine.Tables;

/// <summary>Records as JSON files: snake_case, indented, enums by name, unknown keys refused.</summary>
public static class JsonFile
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static void Write<T>(string path, T value)
    {
        using var file = File.Create(path);
        JsonSerializer.Serialize(file, value, Options);
    }

    /// <summary>The same JSON as a string.</summary>
    public static string Text<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <exception cref="InputException">The file is missing, is not JSON, or has a key or value that does not belong, or one twice.</exception>
    public static T Read<T>(string path)
    {
        if (!File.Exists(path)) throw new InputException("there is no such file", path);
        try
        {
            RegularFile.Require(path);
            var text = File.ReadAllText(path);
            var value = JsonSerializer.Deserialize<T>(text, JsonInput.Options);
            JsonInput.Parse(text);
            return value ?? throw new InputException("the file holds nothing", path, expected: "a JSON object");
        }
        catch (JsonException e)
        {
            throw JsonFault.InFile(e, typeof(T), path);
        }
    }
}
