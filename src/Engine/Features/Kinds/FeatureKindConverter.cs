using System.Text.Json;
using System.Text.Json.Serialization;

namespace Investigator.Engine.Features.Kinds;

/// <summary>A kind in JSON is its name.</summary>
internal sealed class FeatureKindConverter : JsonConverter<FeatureKind>
{
    public override FeatureKind Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var name = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
        return FeatureKindRegistry.All.FirstOrDefault(k => k.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new JsonException($"The kind '{name}' is not known; expected one of {string.Join(", ", FeatureKindRegistry.All)}");
    }

    public override void Write(Utf8JsonWriter writer, FeatureKind value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
}
