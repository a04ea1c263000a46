using System.Net;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;

namespace Investigator.App.Tests.Hostile;

/// <summary>Values that no link of ours has, in every place of every address that takes one.</summary>
public sealed class HostileValueTests(ServedSample sample) : IClassFixture<ServedSample>
{
    private static readonly string[] Values =
    [
        "abc", "-1", "0", "2147483647", "2147483648", "-2147483649", "1e9", "NaN", "true", "%00", "%0d%0aX-Injected:%20yes", "..%2f..%2finvestigator.db",
        "%25%32%65", "'%20OR%201=1--", "%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "%E2%80%AEgpj.exe", "%F0%9F%92%A3", "a:b:c", "%7B%22any%22:[null]%7D",
        new string('9', 4000),
    ];

    /// <summary>What is left of them where a page reads a number: all others are told apart before the page is made.</summary>
    private static readonly string[] Numbers = ["abc", "-1", "0", "2147483647", "2147483648"];

    /// <summary>And where it reads a text, which takes a page to be made for each.</summary>
    private static readonly string[] Texts =
    [
        "-1", "%00", "%0d%0aX-Injected:%20yes", "%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "%E2%80%AEgpj.exe", "a:b:c", "%7B%22any%22:[null]%7D",
    ];

    private sealed record Place(ServedEndpoint Endpoint, string Name, Type Type, bool InPath)
    {
        public string Url(string value) => InPath ? Endpoint.With(Name, value)
            : $"{Endpoint.Path}?{(Endpoint.Path.Contains("/runs/", StringComparison.Ordinal) || Name == "run" ? "" : "run=1&")}{Name}={value}";

        public bool IsNumber => (Nullable.GetUnderlyingType(Type) ?? Type) == typeof(int);
    }

    [Fact]
    public async Task Value_OfAnyKindInAnyPlace_IsAnsweredAsWhatItIs()
    {
        var wrong = new List<string>();
        var places = DataPlaces().Concat(PagePlaces()).ToList();
        Assert.True(places.Count > 30, $"only {places.Count} places were found");
        foreach (var place in places)
        {
            foreach (var value in place.Endpoint.Kind != EndpointKind.Page ? Values : place.IsNumber ? Numbers : Texts)
            {
                using var request = new HttpRequestMessage(new HttpMethod(place.Endpoint.Method), new Uri(place.Url(value), UriKind.Relative));
                using var answer = await sample.Http.SendAsync(request);
                var body = await answer.Content.ReadAsStringAsync();
                var shown = $"{(int)answer.StatusCode} {place.Endpoint.Method} {Short(place.Url(value))}";
                if ((int)answer.StatusCode >= 500) wrong.Add($"{shown} is a fault of the server");
                if (answer.Headers.Contains("X-Injected")) wrong.Add($"{shown} brings a header");
                if (body.Contains("   at Investigator", StringComparison.Ordinal)) wrong.Add($"{shown} shows a stack trace");
                if (IsHtml(answer) && body.Contains("<script>alert", StringComparison.Ordinal)) wrong.Add($"{shown} hands a script on");
                if (!answer.IsSuccessStatusCode && place.Endpoint.Kind == EndpointKind.Data && !IsProblem(answer) && !IsRefusedUnread(answer, value))
                {
                    wrong.Add($"{shown} is no problem in JSON");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Value_ThatIsNoNumber_IsNamedWithWhatWasExpected()
    {
        var wrong = new List<string>();
        foreach (var place in DataPlaces().Concat(PagePlaces().Where(static p => !p.InPath)).Where(static p => p.IsNumber))
        {
            using var request = new HttpRequestMessage(new HttpMethod(place.Endpoint.Method), new Uri(place.Url("seven"), UriKind.Relative));
            using var answer = await sample.Http.SendAsync(request);
            var body = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            var words = IsProblem(answer) ? JsonDocument.Parse(body).RootElement.GetProperty("detail").GetString()! : body;
            if (answer.StatusCode != HttpStatusCode.BadRequest
                || !words.Contains($"'{place.Name}' is 'seven', which cannot be used: expected a whole number", StringComparison.Ordinal))
            {
                wrong.Add($"{(int)answer.StatusCode} {place.Url("seven")}: {words[..Math.Min(words.Length, 200)]}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("TRACE")]
    [InlineData("PROPFIND")]
    public async Task Method_ThatAnEndpointDoesNotTake_IsToldAsAProblem(string method)
    {
        foreach (var endpoint in EndpointCatalog.Of(sample).Where(e => e.Kind == EndpointKind.Data && e.Method != method))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(endpoint.Path, UriKind.Relative));
            using var answer = await sample.Http.SendAsync(request);
            Assert.True(answer.StatusCode == HttpStatusCode.MethodNotAllowed && IsProblem(answer), $"{(int)answer.StatusCode} {endpoint}");
        }
    }

    [Theory]
    [InlineData("/runs/999")]
    [InlineData("/datasets/999")]
    [InlineData("/runs/1/findings/999")]
    [InlineData("/runs/999/findings/0")]
    [InlineData("/findings?run=999")]
    [InlineData("/map?run=999")]
    [InlineData("/map?run=1&selection=999")]
    [InlineData("/rules?run=999")]
    [InlineData("/dashboard?run=999")]
    [InlineData("/transactions?run=999")]
    [InlineData("/transactions?run=1&selection=999")]
    [InlineData("/transactions?run=1&tag=999")]
    [InlineData("/?run=999")]
    [InlineData("/runs/2147483648")]
    [InlineData("/no/such/page")]
    [InlineData("/not-found")]
    public async Task Page_OfWhatIsNotThere_SaysSoInWordsAndStatus(string path)
    {
        using var answer = await sample.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Matches("There is no|does not exist|There is no such|Nothing lives|has no|a tag that is gone|selection 999", html);
        Assert.DoesNotContain("ran into a fault", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/runs?status=lost", "'status' is 'lost', which cannot be used: expected queued, running, finished")]
    [InlineData("/findings?basis=7", "'basis' is '7', which cannot be used: expected outcomes, coordination")]
    [InlineData("/findings?risky=maybe", "'risky' is 'maybe', which cannot be used: expected true or false")]
    [InlineData("/findings?run=1&run=2", "'run' is given 2 times: expected once")]
    [InlineData("/transactions?run=1&day=NaN", "The link cannot be followed")]
    [InlineData("/transactions?run=1&where=amount", "The link cannot be followed")]
    [InlineData("/api/runs/1/transactions.csv?risky=true&risky=true", "'risky' is given 2 times: expected once")]
    [InlineData("/api/runs/1/transactions.csv?risky=true&risky=1", "'risky' is '1', which cannot be used: expected true or false")]
    public async Task Value_ThatWouldNarrowNothing_IsNamedWithWhatWasExpected(string path, string words)
    {
        using var answer = await sample.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(words, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_WrittenTo_SaysThatItIsOnlyRead()
    {
        using var answer = await sample.Http.PostAsync("/runs", new StringContent("a=b"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Contains("POST is not possible here: expected GET.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/no/such/page")]
    [InlineData("PUT", "/no-such-file.css")]
    [InlineData("OPTIONS", "/nothing")]
    [InlineData("POST", "/runs/abc")]
    [InlineData("DELETE", "/api/nothing")]
    public async Task Method_WhereNothingIs_IsNotTheProblem(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        using var answer = await sample.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(answer.Content.Headers.Allow);
        Assert.Contains("There is nothing at this address.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>Whoever asks for the headers gets those of a GET, and nothing else.</summary>
    [Fact]
    public async Task Head_OfWhateverCanBeRead_IsAsGetWithoutABody()
    {
        foreach (var endpoint in EndpointCatalog.Of(sample).Where(static e => e is { Method: "GET", Kind: EndpointKind.Page or EndpointKind.Data }))
        {
            using var read = await sample.Http.GetAsync(endpoint.Path);
            using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(endpoint.Path, UriKind.Relative));
            using var asked = await sample.Http.SendAsync(request);
            Assert.Equal((endpoint.Path, read.StatusCode), (endpoint.Path, asked.StatusCode));
            Assert.Equal(read.Content.Headers.ContentType, asked.Content.Headers.ContentType);
        }

        var (status, answer) = await RawRequest.SendAsync(
            "HEAD", sample.Http.BaseAddress!, $"/api/runs/{sample.Run}/days.csv", $"Host: {sample.Http.BaseAddress!.Authority}",
            $"Cookie: {sample.Cookie}");
        Assert.Equal(200, status);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    private static bool IsProblem(HttpResponseMessage answer) => answer.Content.Headers.ContentType?.MediaType == "application/problem+json";

    private static string Short(string url) => url[..Math.Min(url.Length, 120)];

    private static bool IsHtml(HttpResponseMessage answer) => answer.Content.Headers.ContentType?.MediaType == "text/html";

    // A NUL in a path never reaches the app: the web server answers by itself, without a body.
    private static bool IsRefusedUnread(HttpResponseMessage answer, string value) => value == "%00" && answer.Content.Headers.ContentLength == 0;

    private IEnumerable<Place> DataPlaces() => EndpointCatalog.Of(sample).Where(static e => e.Kind == EndpointKind.Data).SelectMany(static endpoint =>
        endpoint.Endpoint.Metadata.OfType<MethodInfo>().Single().GetParameters()
            .Where(static p => IsValue(p.ParameterType))
            .Select(p => new Place(endpoint, p.Name!, p.ParameterType, endpoint.Endpoint.RoutePattern.GetParameter(p.Name!) is not null)));

    private IEnumerable<Place> PagePlaces() => EndpointCatalog.Of(sample).Where(static e => e.Kind == EndpointKind.Page).SelectMany(static endpoint =>
        endpoint.Endpoint.Metadata.OfType<ComponentTypeMetadata>().Single().Type
            .GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(static p => (Property: p, Query: p.GetCustomAttribute<SupplyParameterFromQueryAttribute>())).Where(static p => p.Query is not null)
            .Select(p => new Place(endpoint, (p.Query!.Name ?? p.Property.Name).ToLowerInvariant(), p.Property.PropertyType, InPath: false)));

    private static bool IsValue(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is var bare && (bare.IsPrimitive || bare == typeof(string) || bare == typeof(string[]));
}
