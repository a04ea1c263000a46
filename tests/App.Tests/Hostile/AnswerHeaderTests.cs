using AngleSharp.Html.Parser;
using Investigator.Web;
using Investigator.Web.Pages.Map;
using Microsoft.AspNetCore.Components.Endpoints;

namespace Investigator.App.Tests.Hostile;

/// <summary>What every answer tells a browser, whatever it answers.</summary>
public sealed class AnswerHeaderTests(ServedSample sample) : IClassFixture<ServedSample>
{
    private static readonly (string Name, string Value)[] Always =
    [
        ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"), ("X-Frame-Options", "DENY"),
    ];

    /// <summary>An error of each kind: not there, not usable, not let in, not possible.</summary>
    private static readonly (string Path, int Status)[] Errors =
    [
        ("/nothing", 404), ("/runs/999", 404), ("/findings?page=x", 400), ("/css/nothing.css", 404), ("/api/nothing", 404), ("/api/runs/x/findings.csv", 400),
        ("/api/runs/999/findings.csv", 404), ("/_blazor/nothing", 404),
    ];

    [Fact]
    public async Task Answer_OfEveryEndpointAndError_CarriesTheHeaders()
    {
        var lacking = new List<string>();
        foreach (var (request, what) in EndpointCatalog.Of(sample).Select(static e => (e.Request(), e.ToString()))
            .Concat(Errors.Select(static e => (new HttpRequestMessage(HttpMethod.Get, e.Path), $"{e.Status} {e.Path}"))))
        {
            using var answer = await sample.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            foreach (var (name, value) in Always)
            {
                if (Header(answer, name) != value) lacking.Add($"{what} ({(int)answer.StatusCode}): {name} is '{Header(answer, name)}'");
            }

            var policy = Header(answer, "Content-Security-Policy");
            if (!policy.StartsWith("default-src 'self'; script-src 'self'", StringComparison.Ordinal)
                || !policy.Contains("frame-ancestors 'none'", StringComparison.Ordinal)) lacking.Add($"{what}: {policy}");
            if (!answer.Headers.Contains("Permissions-Policy")) lacking.Add($"{what}: no Permissions-Policy");
            if (answer.Headers.Contains("Server")) lacking.Add($"{what}: says which server it is");
            request.Dispose();
        }

        Assert.True(lacking.Count == 0, string.Join('\n', lacking));
    }

    [Fact]
    public async Task Answer_OfErrors_IsOfItsKind()
    {
        foreach (var (path, status) in Errors)
        {
            using var answer = await sample.Http.GetAsync(path);
            var body = await answer.Content.ReadAsStringAsync();
            Assert.True(status == (int)answer.StatusCode, $"{path}: {answer.StatusCode}");
            var kind = path.StartsWith("/api", StringComparison.Ordinal) ? "application/problem+json" : "text/html";
            Assert.True(kind == answer.Content.Headers.ContentType?.MediaType || path.StartsWith("/_blazor", StringComparison.Ordinal), path);
            Assert.True(answer.Headers.CacheControl?.NoStore, path);
        }
    }

    /// <summary>What shows someone's data is kept nowhere; the map's columns, which a run never changes, only in the browser that asked.</summary>
    [Fact]
    public async Task PagesAndData_MayNotBeStored()
    {
        var stored = new List<string>();
        foreach (var endpoint in EndpointCatalog.Of(sample).Where(static e => e.Kind is EndpointKind.Page or EndpointKind.Data))
        {
            using var request = endpoint.Request();
            using var answer = await sample.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var cache = answer.Headers.CacheControl;
            var isColumn = endpoint.Path == Links.Api.MapColumn(1, "x");
            if (isColumn ? cache is not { Private: true } : cache is not { NoStore: true }) stored.Add($"{endpoint}: {cache}");
        }

        Assert.True(stored.Count == 0, string.Join('\n', stored));
    }

    /// <summary>Pins which pages may compile text to functions: the map, whose drawing library does.</summary>
    [Fact]
    public async Task UnsafeEval_IsInThePolicyOfTheMapAlone()
    {
        var allowed = new List<Type?>();
        foreach (var endpoint in EndpointCatalog.Of(sample))
        {
            using var request = endpoint.Request();
            using var answer = await sample.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (Header(answer, "Content-Security-Policy").Contains("eval", StringComparison.Ordinal)) allowed.Add(
                endpoint.Endpoint.Metadata.OfType<ComponentTypeMetadata>().SingleOrDefault()?.Type);
        }

        Assert.Equal([typeof(MapPage)], allowed);
    }

    /// <summary>The policy forbids scripts in a page itself; a page that has one would be broken.</summary>
    [Fact]
    public async Task Page_OfEveryKind_HasNoScriptInItself()
    {
        var parser = new HtmlParser();
        var found = new List<string>();
        foreach (var page in EndpointCatalog.Of(sample).Where(static e => e.Kind == EndpointKind.Page))
        {
            using var answer = await sample.Http.GetAsync(page.Path);
            var html = parser.ParseDocument(await answer.Content.ReadAsStringAsync());
            found.AddRange(html.Scripts.Where(static s => s.Source is null).Select(s => $"{page}: {s.OuterHtml}"));
            found.AddRange(html.All.SelectMany(static e => e.Attributes).Where(static a => a.Name.StartsWith("on", StringComparison.Ordinal)
                || a.Value.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase)).Select(a => $"{page}: {a.Name}={a.Value}"));
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    private static string Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values) ? string.Join(" + ", values) : "";
}
