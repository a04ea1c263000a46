using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Investigator.Audit;

/// <summary>Values of a row as a JSON object, name by name. A sealed value is an object of one key, and nothing else is an object.</summary>
internal static class ChangeJson
{
    public const string SealedKey = "sealed";

    private const int LongestText = 1_000;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="values">The values.</param>
    /// <param name="seal">Seals a text under a person's key.</param>
    public static string? Write(IReadOnlyList<ChangedValue>? values, Func<string, string, string> seal)
    {
        if (values is null) return null;
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            foreach (var value in values)
            {
                json.WritePropertyName(value.Name);
                if (value.Person is not { } person || value.Value is null) WriteOpen(json, value.Value);
                else WriteSealed(json, seal(person, Text(value.Value)));
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>The values of a stored object as texts, name by name; null is no value.</summary>
    /// <param name="json">As it was stored.</param>
    /// <param name="open">Opens a sealed text.</param>
    public static IReadOnlyDictionary<string, string?> Read(string? json, Func<string, string> open)
    {
        if (json is null) return new Dictionary<string, string?>();
        using var document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject().ToDictionary(static p => p.Name, p => TextOf(p.Value, open));
    }

    /// <summary>The sealed texts in a stored object.</summary>
    public static IEnumerable<string> SealedIn(string? json)
    {
        if (json is null || !json.Contains($"{{\"{SealedKey}\"", StringComparison.Ordinal)) return [];
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateObject().Where(static p => p.Value.ValueKind == JsonValueKind.Object)
            .Select(static p => p.Value.GetProperty(SealedKey).GetString()!)];
    }

    private static string? TextOf(JsonElement value, Func<string, string> open) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Object => open(value.GetProperty(SealedKey).GetString()!),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => value.GetRawText(),
    };

    private static void WriteSealed(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString(SealedKey, text);
        json.WriteEndObject();
    }

    private static void WriteOpen(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool known:
                json.WriteBooleanValue(known);
                break;
            case int or long or short or byte:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            default:
                json.WriteStringValue(Text(value));
                break;
        }
    }

    /// <summary>What is too long to be repeated is told by its beginning, its length and its hash.</summary>
    private static string Text(object value) => value switch
    {
        string { Length: > LongestText } text => $"{Beginning(text)}… ({Number(text.Length)} characters, SHA-256 {Hash(Encoding.UTF8.GetBytes(text))})",
        byte[] bytes => $"{Number(bytes.Length)} bytes, SHA-256 {Hash(bytes)}",
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        not string and System.Collections.IEnumerable several => string.Join(", ", several.Cast<object>().Select(Text)),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    // A pair of surrogates is not cut in two.
    private static string Beginning(string text) => text[..(char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText)];

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
