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

    private static JsonSerializerOptions Compact { get; } = new(Options) { WriteIndented = false };

    /// <summary>What others send: every value must be there, and what says of which kind the object is may stand anywhere in it.</summary>
    private static JsonSerializerOptions Given { get; } = new(Options)
    {
        AllowOutOfOrderMetadataProperties = true,
        RespectRequiredConstructorParameters = true,
    };

    public static void Write<T>(string path, T value)
    {
        using var file = File.Create(path);
        JsonSerializer.Serialize(file, value, Options);
    }

    /// <summary>The same JSON in one line, a third to a half smaller: for what only this program reads.</summary>
    public static void WriteCompact<T>(string path, T value)
    {
        using var file = File.Create(path);
        JsonSerializer.Serialize(file, value, Compact);
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

    /// <summary>Reads what someone sent.</summary>
    /// <exception cref="InputException">It is not JSON, or a key or value does not belong, is missing, or is not there at all.</exception>
    public static async Task<T> ReadSentAsync<T>(Stream sent, CancellationToken cancel)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(sent, Given, cancel) ?? throw new InputException("it is null", expected: "an object, { … }");
        }
        catch (JsonException e)
        {
            var fault = JsonFault.Of(e, typeof(T));
            throw new InputException(fault.Problem, expected: fault.Expected);
        }
        catch (NotSupportedException)
        {
            // Thrown where nothing says of which kind the object is.
            throw new InputException("it does not say of which kind it is", expected: JsonFault.Kinds(typeof(T)));
        }
    }
}
