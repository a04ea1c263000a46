using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Investigator.TestKit.Circuits;

/// <summary>A page as the server sends it first, with what a browser needs to make it live.</summary>
/// <param name="Html">All of it.</param>
/// <param name="Components">What the server asks back to start its components, as JSON; none when the page has no live part.</param>
/// <param name="State">What prerendering kept for the circuit, sealed by the server.</param>
public sealed partial record ServedPage(string Html, string? Components, string State)
{
    public static ServedPage Of(string html)
    {
        var operations = new JsonArray();
        foreach (Match marker in Marker().Matches(html))
        {
            if (JsonNode.Parse(marker.Groups[1].Value) is not JsonObject found || found["descriptor"] is null) continue;
            operations.Add(new JsonObject { ["type"] = "add", ["ssrComponentId"] = operations.Count + 1, ["marker"] = found });
        }

        var components = operations.Count == 0 ? null : new JsonObject { ["batchId"] = 1, ["operations"] = operations }.ToJsonString(JsonSerializerOptions.Web);
        return new ServedPage(html, components, StateComment().Match(html) is { Success: true } state ? state.Groups[1].Value : "");
    }

    [GeneratedRegex("<!--Blazor:({.*?})-->")]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.*?)-->")]
    private static partial Regex StateComment();
}
