using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Hostile;

internal enum EndpointKind
{
    Page,
    Data,

    /// <summary>Signing in and out.</summary>
    Account,
    Hub,
    Asset,
}

/// <summary>What the server answers at, with an address that leads there.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Method">GET, unless it only takes another.</param>
/// <param name="Path">Filled from the sample.</param>
/// <param name="Endpoint">As the server knows it.</param>
internal sealed record ServedEndpoint(EndpointKind Kind, string Method, string Path, RouteEndpoint Endpoint)
{
    public override string ToString() => $"{Method} {Path}";

    public HttpRequestMessage Request() => new(new HttpMethod(Method), new Uri(Path, UriKind.Relative));

    /// <summary>The path with one of its parts put in the place of the sample's.</summary>
    public string With(string parameter, string value) => EndpointCatalog.Fill(Endpoint.RoutePattern.RawText!, name => name == parameter ? value : null);
}

/// <summary>Every endpoint that the server has, read from the server itself: a new one is attacked too, or fails for want of a sample.</summary>
internal static partial class EndpointCatalog
{
    /// <summary>What stands for the parts of a path; the sample has one dataset and one run, both numbered 1.</summary>
    private static readonly Dictionary<string, string> Samples = new(StringComparer.OrdinalIgnoreCase)
    {
        ["run"] = "1",
        ["dataset"] = "1",
        ["id"] = "1",
        ["selection"] = "1",
        ["label"] = "0",
        ["number"] = "0",
        ["row"] = "0",
        ["column"] = "x",
        ["file"] = "run.json",
        ["code"] = "c0-r1",
        ["path"] = "no-such-file.css", // the assets, whatever their names
    };

    public static IReadOnlyList<ServedEndpoint> Of(ServedSample sample)
    {
        var all = sample.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(Describe)
            .DistinctBy(static e => (e.Method, e.Path)).ToList();
        foreach (var kind in Enum.GetValues<EndpointKind>()) Assert.Contains(all, e => e.Kind == kind);
        return all;
    }

    /// <param name="pattern">Of a route.</param>
    /// <param name="replaced">What takes the place of a part of this name; null for the sample's.</param>
    public static string Fill(string pattern, Func<string, string?> replaced) => "/" + Part().Replace(pattern, match =>
    {
        var name = match.Groups[1].Value;
        if (replaced(name) is { } value) return value;
        Assert.True(Samples.ContainsKey(name), $"'{pattern}' has a part '{name}' that no sample stands for: give it one in {nameof(EndpointCatalog)}.");
        return Samples[name];
    }).TrimStart('/');

    private static ServedEndpoint Describe(RouteEndpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
        var path = Fill(endpoint.RoutePattern.RawText!, static _ => null);
        var kind = endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null ? EndpointKind.Page
            : path.StartsWith("/_blazor", StringComparison.Ordinal) ? EndpointKind.Hub
            : path.StartsWith("/account", StringComparison.Ordinal) ? EndpointKind.Account
            : endpoint.Metadata.GetMetadata<MethodInfo>() is { } handler && handler.DeclaringType!.Assembly == typeof(Investigator.Web.Links).Assembly
                ? EndpointKind.Data : EndpointKind.Asset;
        return new ServedEndpoint(kind, methods.Count == 0 || methods.Contains("GET") ? "GET" : methods[0], path, endpoint);
    }

    [GeneratedRegex(@"\{\*{0,2}([A-Za-z]+)[^}]*\}")]
    private static partial Regex Part();
}
