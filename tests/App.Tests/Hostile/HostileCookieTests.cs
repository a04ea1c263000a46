using System.Net;
using Investigator.Access;
using Investigator.Identity;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Hostile;

/// <summary>Cookies that this server did not give, or gave to someone whose session is over.</summary>
public sealed class HostileCookieTests(ServedSample sample) : IClassFixture<ServedSample>
{
    private const string Data = "/api/runs/1/map/x";

    private string Name => sample.Cookie.Split('=')[0];

    private string Value => sample.Cookie[(Name.Length + 1)..];

    [Fact]
    public async Task Cookie_ThatWasNotGiven_IsNobodys()
    {
        var session = await SessionAsync();
        var sealer = sample.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("something else");
        string[] forged =
        [
            "", "x", session, Value[..^1], Value + "A", Flip(Value, 10), Flip(Value, Value.Length - 5), new string('A', 4000), sealer.Protect(session),
            "chunks-1", "chunks-3", "chunks-2147483647", "chunks--1", "chunks-NaN", "%00", Uri.EscapeDataString("\u202Eimposter"), "\"" + Value[..20] + "\"",
        ];
        Assert.Equal(HttpStatusCode.OK, await AsAsync(sample.Cookie));
        foreach (var value in forged) Assert.Equal((value, HttpStatusCode.Unauthorized), (value, await AsAsync($"{Name}={value}")));
    }

    [Fact]
    public async Task Cookie_UnderAnotherName_IsNobodys()
    {
        string[] names = ["investigator", Name + "2", "__Host-" + Name, ".AspNetCore.Session", ".AspNetCore.Identity.Application"];
        foreach (var name in names)
        {
            Assert.Equal((name, HttpStatusCode.Unauthorized), (name, await AsAsync($"{name}={Value}")));
        }
    }

    /// <summary>Of two of a name, which a page of a neighbouring host could add, at most one is believed, and none beyond its own rights.</summary>
    [Fact]
    public async Task Cookie_BesideOneOfLessRights_GivesNoMoreThanOneOfThem()
    {
        var less = await SignedIn.CookieAsync(sample.Services, Role.Administrator);
        foreach (var both in (string[])[$"{less}; {sample.Cookie}", $"{sample.Cookie}; {less}"])
        {
            Assert.Contains(await AsAsync(both), (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.Unauthorized]);
        }
    }

    [Fact]
    public async Task Cookie_OfASessionThatIsOver_IsNobodys()
    {
        var session = await SessionAsync();
        var cookie = SignedIn.CookieOf(sample.Services, session);
        Assert.Equal(HttpStatusCode.OK, await AsAsync(cookie));
        await using (var scope = sample.Services.CreateAsyncScope())
        {
            Assert.True(await scope.ServiceProvider.GetRequiredService<EndSession>().HandleAsync(Actor.Local, session));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await AsAsync(cookie));
        Assert.Equal(HttpStatusCode.Unauthorized, await AsAsync(SignedIn.CookieOf(sample.Services, Guid.NewGuid().ToString("N"))));
    }

    private static string Flip(string value, int at) => value[..at] + (value[at] == 'A' ? 'B' : 'A') + value[(at + 1)..];

    private async Task<string> SessionAsync()
    {
        await using var scope = sample.Services.CreateAsyncScope();
        var user = await SignedIn.PersonAsync(sample.Services, Role.Investigator);
        return await scope.ServiceProvider.GetRequiredService<BeginSession>().HandleAsync(user, SignInWay.Password, new SignInPlace("127.0.0.1", "test"));
    }

    private async Task<HttpStatusCode> AsAsync(string cookie)
    {
        using var handler = new HttpClientHandler { UseCookies = false };
        using var http = new HttpClient(handler) { BaseAddress = sample.Http.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Get, Data);
        request.Headers.TryAddWithoutValidation("Cookie", cookie);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
