using System.Globalization;
using Investigator.App.Tests;
using Investigator.Composition;
using Investigator.Storage;
using Investigator.TestKit;

namespace Investigator.Benchmarks.Load;

/// <summary>The app in a process of its own, with the memory and the processor time that it takes.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly AppProcess _process;

    private readonly IReadOnlyList<string> _cookies;

    private ServerProcess(AppProcess process, Uri site, IReadOnlyList<string> cookies)
    {
        _process = process;
        Site = site;
        _cookies = cookies;
    }

    public Uri Site { get; }

    /// <summary>Lines that tell of something that nobody expected.</summary>
    public int Faults => _process.Output.Split('\n').Count(l => l.Contains("Unhandled exception", StringComparison.Ordinal)
        || l.StartsWith("fail:", StringComparison.Ordinal));

    public string Output => _process.Output;

    /// <summary>Megabytes held now.</summary>
    public double Megabytes => Status("VmRSS:");

    /// <summary>Megabytes of that which are files: libraries above all, libtorch's once a run has learned.</summary>
    public double FileMegabytes => Status("RssFile:");

    /// <summary>The most megabytes held so far.</summary>
    public double PeakMegabytes => Status("VmHWM:");

    /// <summary>Milliseconds of processor time so far, in the steps of the kernel's clock (10 ms).</summary>
    public double CpuMilliseconds
    {
        get
        {
            // After the name, which may hold anything: utime and stime are the 14th and 15th values of all.
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/stat"));
            var values = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return 10.0 * (long.Parse(values[11], CultureInfo.InvariantCulture) + long.Parse(values[12], CultureInfo.InvariantCulture));
        }
    }

    /// <param name="data">The data folder.</param>
    /// <param name="app">Another build's assembly; null for this one's.</param>
    /// <param name="people">How many have an account of their own, with every role.</param>
    /// <param name="settings">Of the environment, NAME=VALUE.</param>
    public static async Task<ServerProcess> StartAsync(string data, string? app, int people, params string[] settings)
    {
        var cookies = await CookiesAsync(data, people);
        var url = AppProcess.FreeUrl();
        var process = AppProcess.StartAsShipped(app ?? AppProcess.Assembly, settings, "serve", "--data", data, "--url", url);
        if (!await process.SeesAsync(l => l.StartsWith("Investigator serves", StringComparison.Ordinal), TimeSpan.FromMinutes(2)))
        {
            throw new InvalidOperationException($"the server did not come up:\n{process.Output}");
        }

        return new ServerProcess(process, new Uri(url + "/"), cookies);
    }

    /// <summary>The Cookie header of a browser in which one of the people is signed in.</summary>
    public string CookieOf(int person) => _cookies[person];

    /// <summary>A client that is signed in.</summary>
    public HttpClient Client(TimeSpan? patience = null, int person = 0)
    {
        var http = new HttpClient { BaseAddress = Site, Timeout = patience ?? TimeSpan.FromSeconds(100) };
        http.DefaultRequestHeaders.Add("Cookie", CookieOf(person));
        return http;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Interrupt();
        try
        {
            await _process.ExitAsync(TimeSpan.FromSeconds(30));
        }
        catch (TimeoutException)
        {
            await _process.KillAsync();
        }

        _process.Dispose();
    }

    /// <summary>Makes the accounts and their sessions before the server is there; the keys that seal the cookies are in the data folder.</summary>
    private static async Task<IReadOnlyList<string>> CookiesAsync(string data, int people)
    {
        using var folder = DataFolder.Open(data);
        await using var app = await WebServer.BuildAsync(folder, AppProcess.FreeUrl());
        var cookies = new List<string>();
        while (cookies.Count < people) cookies.Add(await SignedIn.CookieAsync(app.Services));
        return cookies;
    }

    private double Status(string name)
    {
        var file = string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/status");
        var line = File.ReadLines(file).First(l => l.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
