using System.Text.Json;
using System.Text.Json.Serialization;

namespace Investigator.Engine.Risk;

/// <summary>One sign that a single hand is behind a cluster.</summary>
/// <param name="Kind">What is measured.</param>
/// <param name="Entity">Of which entity, as mapped: device, ip; null where the kind concerns none.</param>
/// <param name="Phrase">As said in a sentence: <c>accounts per device</c>.</param>
/// <param name="Value">In the cluster.</param>
/// <param name="Rest">The same measure over all other transactions.</param>
/// <param name="Weight">Its part of what all of them say together, 0..1; 0 where a stronger one of its family stands for it.</param>
[JsonConverter(typeof(CoordinationSignalJson))]
public sealed record CoordinationSignal(SignalKind Kind, string? Entity, string Phrase, double Value, double Rest, double Weight)
{
    /// <summary>
    /// Of all signals of the run that are as unlikely by chance, the share that chance alone would bring; null in runs from before it was tested.
    /// </summary>
    public double? FalseDiscovery { get; init; }

    /// <summary>The value over the rest's; null where the rest has none of it.</summary>
    [JsonIgnore]
    public double? Ratio => Rest > 0 ? Value / Rest : null;

    /// <summary>Whether the value counts things per thing; it is a share, 0..1, otherwise.</summary>
    [JsonIgnore]
    public bool IsRate => Kind is SignalKind.EntitySharing or SignalKind.EntitySpread;
}

/// <summary>Signals as JSON: <c>kind</c> and <c>entity</c>, and read also with the one <c>name</c> that earlier versions wrote in their place.</summary>
internal sealed class CoordinationSignalJson : JsonConverter<CoordinationSignal>
{
    public override CoordinationSignal Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        using var signal = JsonDocument.ParseValue(ref reader);
        var root = signal.RootElement;
        var (kind, entity) = root.TryGetProperty("kind", out var word)
            ? (word.Deserialize<SignalKind>(options), root.TryGetProperty("entity", out var named) ? named.GetString() : null)
            : Earlier(root.GetProperty("name").GetString()!);
        return new CoordinationSignal(kind, entity, root.GetProperty("phrase").GetString()!, Number("value"), Number("rest"), Number("weight"))
        {
            FalseDiscovery = root.TryGetProperty("false_discovery", out var rate) ? rate.GetDouble() : null,
        };

        double Number(string name) => root.GetProperty(name).GetDouble();
    }

    public override void Write(Utf8JsonWriter writer, CoordinationSignal value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("kind");
        JsonSerializer.Serialize(writer, value.Kind, options);
        if (value.Entity is not null) writer.WriteString("entity", value.Entity);
        writer.WriteString("phrase", value.Phrase);
        writer.WriteNumber("value", value.Value);
        writer.WriteNumber("rest", value.Rest);
        writer.WriteNumber("weight", value.Weight);
        if (value.FalseDiscovery is { } rate) writer.WriteNumber("false_discovery", rate);
        writer.WriteEndObject();
    }

    /// <summary>Until kinds were kept as such, an entity's name stood behind the kind's.</summary>
    private static (SignalKind Kind, string? Entity) Earlier(string name) => name switch
    {
        "same_sequence" => (SignalKind.SamePages, null),
        "same_rhythm" => (SignalKind.SamePace, null),
        "burst" => (SignalKind.DayBurst, null),
        "burst_7d" => (SignalKind.WeekBurst, null),
        "novelty_account" => (SignalKind.NewAccounts, null),
        "decline_share" => (SignalKind.Declines, null),
        "same_amount" => (SignalKind.SameAmount, null),
        "near_amount" => (SignalKind.NearAmount, null),
        _ => After(name, "entity_sharing_") is { } shared ? (SignalKind.EntitySharing, shared)
            : After(name, "entity_spread_") is { } spread ? (SignalKind.EntitySpread, spread)
            : After(name, "novelty_") is { } entity ? (SignalKind.NewEntities, entity)
            : throw new JsonException($"'{name}' is no signal"),
    };

    private static string? After(string name, string prefix) => name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : null;
}
