using System.Text.Json.Serialization;

namespace Investigator.Engine.Narratives;

/// <summary>One device, address, card or account by its own name, as a story names it.</summary>
/// <param name="Entity">Of which entity, as mapped: device, ip; null for an account.</param>
/// <param name="Value">As the source spells it.</param>
/// <param name="Payments">The finding's payments that have it.</param>
/// <param name="Accounts">The finding's accounts that have it.</param>
public sealed record NamedValue(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Entity, string Value, int Payments, int Accounts);
