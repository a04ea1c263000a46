using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Integrity;

/// <summary>JSON files that bear a hash of themselves (the key <c>seal</c>), so that no changed character goes unnoticed.</summary>
public static class SealedJson
{
    private const string Key = "seal";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes an object with its seal as the last key.</summary>
    public static void Write<T>(string path, T value)
    {
        var node = JsonSerializer.SerializeToNode(value, JsonFile.Options)!.AsObject();

        // As a reader will find it: numbers keep their spelling once they have been read.
        node = JsonNode.Parse(node.ToJsonString())!.AsObject();
        node[Key] = SealOf(node);
        File.WriteAllText(path, node.ToJsonString(JsonFile.Options));
    }

    /// <summary>Reads what <see cref="Write"/> wrote, leniently: another version's keys are ignored.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isRequired">Whether a file without a seal is refused; false for kinds of files that earlier versions wrote without one.</param>
    /// <exception cref="DamagedFileException">It is no JSON object, or not the one that was written, or cannot be read.</exception>
    /// <exception cref="InputException">There is no such file.</exception>
    public static T Read<T>(string path, bool isRequired = true)
    {
        Require(path, isRequired);
        return StoredJson.Read<T>(path);
    }

    /// <summary>Compares a file with its seal.</summary>
    /// <inheritdoc cref="Read"/>
    public static void Require(string path, bool isRequired = true)
    {
        if (!File.Exists(path)) throw new InputException("there is no such file", path);
        JsonObject node;
        try
        {
            node = JsonNode.Parse(Strict.GetString(File.ReadAllBytes(path))) as JsonObject ?? throw new DamagedFileException(path, "the file holds no object");
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // The second: a byte that is no text, or a key that occurs twice.
            throw new DamagedFileException(path, "the file is no JSON any more");
        }
        catch (Exception e) when (UnreadableFile.Is(e))
        {
            throw new DamagedFileException(path, UnreadableFile.Words(e));
        }

        var found = node[Key] is JsonValue value && value.TryGetValue<string>(out var seal) ? seal : null;
        if (found is null && !isRequired) return;
        node.Remove(Key);
        if (found != SealOf(node)) throw new DamagedFileException(path, "the file was changed since it was written");
    }

    private static string SealOf(JsonObject node) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(node.ToJsonString())));
}
