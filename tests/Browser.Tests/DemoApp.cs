using System.Collections.Concurrent;
using Investigator.TestKit;
using Microsoft.Playwright;

namespace Investigator.Browser.Tests;

/// <summary>The real executable on its demo, in a process of its own, and a real browser before it; shared by all browser tests.</summary>
public sealed class DemoApp : IAsyncLifetime
{
    private readonly TempFolder _data = new();
    private AppProcess? _process;
    private IPlaywright? _playwright;

    public string Url { get; } = AppProcess.FreeUrl();

    public IBrowser Browser { get; private set; } = null!;

    /// <summary>The Cookie header of whoever is signed in at an address.</summary>
    private readonly ConcurrentDictionary<string, string> _cookies = new();

    /// <summary>What the demo printed.</summary>
    public string Output => _process?.Output ?? "";

    public async ValueTask InitializeAsync()
    {
        _process = AppProcess.Start("demo", "--transactions", "3000", "--data", _data.Path, "--url", Url);
        if (!await _process.SeesAsync(
            line => line.StartsWith("Investigator serves", StringComparison.Ordinal), TimeSpan.FromMinutes(8))) throw new InvalidOperationException(
            $"The demo did not come up:\n{Output}");
        await SignInAsync(_process, Url);
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named ? named : "/usr/bin/chromium",
            // Software WebGL, and none of the calls home that a closed network would hold up. Foreign names mean this machine, and the browser's own guard of
            // the local network is off: what is tested is the server's.
            Args = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--host-resolver-rules=MAP *.example 127.0.0.1", "--disable-features=LocalNetworkAccessChecks",
                "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
        });
    }

    /// <summary>Opens the link that a process printed: every page opened at its address from now on is that person's.</summary>
    public async Task SignInAsync(AppProcess process, string url) => SignIn(url, await SignInLink.OpenAsync(process, TimeSpan.FromSeconds(30)));

    /// <summary>The same with a cookie that is there already.</summary>
    public void SignIn(string url, string cookie) => _cookies[url] = cookie;

    /// <summary>A fresh page of its own session at a path of the demo, or of the app at <paramref name="from"/>; what its content policy forbids is added to
    /// <paramref name="refused"/>.</summary>
    public async Task<IPage> OpenAsync(string path, bool dark = false, int width = 1440, int height = 900, string? from = null, List<string>? refused = null)
    {
        var context = await Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        });
        context.SetDefaultTimeout(30_000);
        if (_cookies.TryGetValue(from ?? Url, out var header))
        {
            var (name, value) = (header[..header.IndexOf('=', StringComparison.Ordinal)], header[(header.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            await context.AddCookiesAsync([new Cookie { Name = name, Value = value, Url = from ?? Url, HttpOnly = true, SameSite = SameSiteAttribute.Lax }]);
        }

        var page = await context.NewPageAsync();
        page.Console += (_, said) =>
        {
            if (said.Text.Contains("Content Security Policy", StringComparison.Ordinal)) refused?.Add(said.Text);
        };
        await page.GotoAsync((from ?? Url) + path);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null) await Browser.DisposeAsync();
        _playwright?.Dispose();
        if (_process is not null) await _process.KillAsync();
        _process?.Dispose();
        _data.Dispose();
    }
}

[CollectionDefinition(Name)]
public sealed class DemoCollection : ICollectionFixture<DemoApp>
{
    public const string Name = "demo";
}
