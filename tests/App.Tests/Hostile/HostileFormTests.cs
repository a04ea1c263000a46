using System.Reflection;
using System.Text;
using Investigator.Composition;
using Investigator.Commands;
using Investigator.Identity;
using Investigator.Limits;
using Investigator.Storage;
using Investigator.TestKit;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Hostile;

/// <summary>Every form that the server takes, without its token and with what no person types.</summary>
public sealed class HostileFormTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private DataFolder? _data;
    private WebApplication? _app;

    public async ValueTask InitializeAsync()
    {
        _data = DataFolder.Open(_folder.Path);
        // Nothing is refused for having been tried too often.
        var limits = new LimitOptions { SignInsOfAddress = 100_000, SignInsOfName = 100_000 };
        _app = await WebServer.BuildAsync(_data, new ServerOptions("http://127.0.0.1:0") { Limits = limits });
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        _data?.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task Form_WithoutItsTokenOrWithThatOfAnother_IsRefused()
    {
        using var nobody = await VisitorAsync(null);
        using var one = await VisitorAsync(await SessionAsync());
        using var other = await VisitorAsync(await SessionAsync());
        foreach (var form in Forms())
        {
            Assert.Equal((form.Path, 400), (form.Path, await one.PostAsync(form.Path, Fill(form, "x"), token: null)));
            Assert.Equal((form.Path, 400), (form.Path, await one.PostAsync(form.Path, Fill(form, "x"), other.Token)));
            Assert.Equal((form.Path, 400), (form.Path, await one.PostAsync(form.Path, Fill(form, "x"), nobody.Token)));
        }
    }

    [Fact]
    public async Task Form_WithGarbageInAnyField_IsNoFault()
    {
        var wrong = new List<string>();
        foreach (var form in Forms())
        {
            for (var field = 0; field < form.Fields.Length; field++)
            {
                foreach (var text in HostileTexts.All)
                {
                    // A visitor of its own each time: some forms end the session.
                    using var visitor = await VisitorAsync(await SessionAsync());
                    var filled = Fill(form, "x");
                    filled[field] = new(filled[field].Key, text);
                    var status = await visitor.PostAsync(form.Path, filled, visitor.Token);
                    if (status >= 500) wrong.Add($"{status} {form.Path} with {HostileTexts.Name(text)} as {filled[field].Key}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("application/json", "{}")]
    [InlineData("text/plain", "name=x")]
    [InlineData("multipart/form-data", "no boundary")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nbroken")]
    [InlineData("application/x-www-form-urlencoded", "%")]
    [InlineData("application/x-www-form-urlencoded", "name=x&name=y&name=z")]
    public async Task Form_OfAnotherKind_IsNoFault(string kind, string body)
    {
        using var visitor = await VisitorAsync(await SessionAsync());
        foreach (var form in Forms())
        {
            using var content = new StringContent(body, Encoding.UTF8);
            content.Headers.Remove("Content-Type");
            content.Headers.TryAddWithoutValidation("Content-Type", kind);
            var status = await visitor.SendAsync(form.Path, content, visitor.Token);
            Assert.True(status is >= 300 and < 500, $"{status} {form.Path}");
        }
    }

    private IReadOnlyList<(string Path, string[] Fields)> Forms()
    {
        List<(string, string[])> forms =
        [
            .. _app!.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                .Where(static e => e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("POST") == true)
                .Select(static e => (e.RoutePattern.RawText!, e.Metadata.OfType<MethodInfo>().FirstOrDefault()?.GetParameters() ?? []))
                .Select(static e => (e.Item1, e.Item2.Where(IsField).Select(static p => p.Name!).ToArray()))
                .Where(static e => e.Item2.Length > 0),
        ];
        Assert.True(forms.Count >= 3, $"only {forms.Count} forms were found");
        return forms;
    }

    private static bool IsField(ParameterInfo parameter) => parameter.IsDefined(typeof(FromFormAttribute));

    private static KeyValuePair<string, string>[] Fill((string Path, string[] Fields) form, string value) =>
        [.. form.Fields.Select(name => KeyValuePair.Create(name, value))];

    private async Task<string> SessionAsync()
    {
        await using var scope = _app!.Services.CreateAsyncScope();
        var user = await SignedIn.PersonAsync(_app.Services);
        return await scope.ServiceProvider.GetRequiredService<BeginSession>().HandleAsync(user, SignInWay.Password, new SignInPlace("127.0.0.1", "test"));
    }

    private Task<Visitor> VisitorAsync(string? session)
    {
        var context = new DefaultHttpContext { RequestServices = _app!.Services };
        if (session is not null) context.User = SessionTicket.For(session);
        var tokens = _app.Services.GetRequiredService<IAntiforgery>().GetTokens(context);
        var name = _app.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<AntiforgeryOptions>>().Value.Cookie.Name;
        var cookies = $"{name}={tokens.CookieToken}" + (session is null ? "" : "; " + SignedIn.CookieOf(_app.Services, session));
        var address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return Task.FromResult(new Visitor(address, cookies, (tokens.FormFieldName, tokens.RequestToken!, tokens.HeaderName!)));
    }

    /// <summary>A browser with a page of ours.</summary>
    private sealed class Visitor : IDisposable
    {
        private readonly HttpClient _http;

        public Visitor(Uri address, string cookies, (string Field, string Value, string Header) token)
        {
            _http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };
            _http.DefaultRequestHeaders.TryAddWithoutValidation("Cookie", cookies);
            Token = token;
        }

        public (string Field, string Value, string Header) Token { get; }

        public async Task<int> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> fields, (string Field, string Value, string Header)? token)
        {
            if (token is { } one) fields = [.. fields, new(one.Field, one.Value)];
            using var content = new FormUrlEncodedContent(fields);
            using var answer = await _http.PostAsync(path, content);
            return (int)answer.StatusCode;
        }

        public async Task<int> SendAsync(string path, HttpContent content, (string Field, string Value, string Header) token)
        {
            content.Headers.TryAddWithoutValidation(token.Header, token.Value);
            using var answer = await _http.PostAsync(path, content);
            return (int)answer.StatusCode;
        }

        public void Dispose() => _http.Dispose();
    }
}
