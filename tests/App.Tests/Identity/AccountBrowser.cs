using System.Net;
using AngleSharp.Html.Parser;
using Investigator.Identity;

namespace Investigator.App.Tests.Identity;

/// <summary>A browser without scripts: it keeps cookies, and sends forms with what the page put into them.</summary>
internal sealed class AccountBrowser : IDisposable
{
    private readonly HttpClientHandler _handler = new() { AllowAutoRedirect = false };
    private readonly HttpClient _http;

    public AccountBrowser(Uri server) => _http = new HttpClient(_handler) { BaseAddress = server };

    /// <summary>The session's cookie, as a header's value; empty where nobody is signed in.</summary>
    public string Cookie => string.Join("; ", _handler.CookieContainer.GetAllCookies()
        .Where(static c => c.Name.StartsWith("investigator-", StringComparison.Ordinal) && c.Name != "investigator-step")
        .Select(static c => $"{c.Name}={c.Value}"));

    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(new Uri(path, UriKind.Relative));

    public async Task<string> ReadAsync(string path) => await (await GetAsync(path)).Content.ReadAsStringAsync();

    /// <summary>Opens a page, fills the form that goes to an address, and sends it.</summary>
    /// <param name="page">Where the form is.</param>
    /// <param name="action">Where it goes.</param>
    /// <param name="fields">What a person types.</param>
    public async Task<HttpResponseMessage> SendAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        var document = new HtmlParser().ParseDocument(await ReadAsync(page));
        var form = document.QuerySelector($"form[action='{action}']");
        Assert.True(form is not null, $"{page} has no form for {action}: {document.Body?.TextContent}");
        var sent = form.QuerySelectorAll("input[name]").ToDictionary(static i => i.GetAttribute("name")!, static i => i.GetAttribute("value") ?? "");
        foreach (var (name, value) in fields) sent[name] = value;
        return await _http.PostAsync(new Uri(action, UriKind.Relative), new FormUrlEncodedContent(sent));
    }

    /// <summary>Signs in by name and password.</summary>
    /// <returns>Where the server sends the browser.</returns>
    public async Task<string> SignInAsync(string name, string password, string page = AccountAddress.SignInPage)
    {
        using var answer = await SendAsync(page, AccountAddress.SignIn, ("name", name), ("password", password));
        return To(answer);
    }

    /// <summary>Whether a page that needs a session is shown.</summary>
    public async Task<bool> IsInAsync()
    {
        using var answer = await GetAsync("/runs");
        return answer.StatusCode == HttpStatusCode.OK;
    }

    /// <returns>Where the answer leads; its status where it leads nowhere.</returns>
    public static string To(HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.Found ? answer.Headers.Location!.OriginalString : $"{(int)answer.StatusCode}";

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }
}
