using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Investigator.TestKit.Circuits;

namespace Investigator.Benchmarks.Load;

/// <summary>Someone at work: opens the app, goes from page to page and reads, takes a file or a selection away now and then, and leaves.</summary>
internal sealed partial class Person(int number, ServerProcess server, LoadFigures figures)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Random _random = new(number);
    private readonly HttpClient _http = server.Client(Patience, number);
    private IReadOnlyList<string> _findings = [];
    private int _mapRequests;
    private string _doing = "";

    /// <summary>Opens every page once.</summary>
    public async Task LookAroundAsync()
    {
        await using var circuit = await OpenAsync();
        var here = "";
        foreach (var step in Steps.All(_findings))
        {
            if (step.Path != here) await circuit.GoAsync(here = step.Path, step.Shows, Patience);
        }
    }

    /// <param name="until">Pages are opened until then.</param>
    public async Task WorkAsync(DateTime until)
    {
        await Task.Delay(_random.Next(2000));
        while (DateTime.UtcNow < until)
        {
            try
            {
                await VisitAsync(until);
            }
            catch (Exception e)
            {
                figures.Fail($"{_doing}: {e.GetType().Name}: {e.Message.Split('\n')[0]}");
            }
        }

        _http.Dispose();
    }

    /// <summary>One tab, from its opening to its closing.</summary>
    private async Task VisitAsync(DateTime until)
    {
        await using var circuit = await OpenAsync();
        circuit.OnScript = (name, arguments) =>
        {
            if (name == "draw") _ = DrawAsync(arguments);
        };
        var here = Steps.Findings.Path;
        for (var i = _random.Next(8, 16); i > 0 && DateTime.UtcNow < until; i--)
        {
            await ReadAsync();
            var step = Steps.Any(_random, _findings, here);
            _doing = step.Path;
            var left = Stopwatch.GetTimestamp();
            var shown = await circuit.GoAsync(step.Path, step.Shows, Patience);
            here = step.Path;
            figures.Add("page: " + step.Name, Stopwatch.GetElapsedTime(left, shown).TotalMilliseconds);
            if (_random.Next(6) == 0) await FetchAsync("data: findings.csv", "/api/runs/1/findings.csv");
            if (_random.Next(12) == 0) await FetchAsync("data: transactions.csv of a finding", "/api/runs/1/transactions.csv?finding=" + Number());
            if (_random.Next(12) == 0) await SelectAsync();
        }

        foreach (var error in circuit.Errors) figures.Fail(error);
        // Some go in the middle of a page, some lose the line.
        if (_random.Next(2) == 0) await circuit.SetOutAsync(Steps.Any(_random, _findings, here).Path);
        _doing = "closing the tab on " + here;
        if (_random.Next(3) > 0) await circuit.CloseTabAsync(_http);
    }

    private async Task<CircuitClient> OpenAsync()
    {
        var start = Stopwatch.GetTimestamp();
        var page = ServedPage.Of(await FetchAsync("first: HTML", Steps.Findings.Path));
        var circuit = await CircuitClient.StartAsync(server.Site, Steps.Findings.Path, page, cookie: server.CookieOf(number));
        circuit.OnBatch = batch => _findings = _findings.Count > 0 ? _findings : [.. batch.Strings.Where(s => FindingLink().IsMatch(s)).Distinct()];
        await circuit.UntilShownAsync(Steps.Findings.Shows, () => Task.CompletedTask, Patience);
        figures.Add("first: live", Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        return circuit;
    }

    private string Number() => _findings.Count == 0 ? "0" : _findings[_random.Next(_findings.Count)].Split('/')[^1];

    private Task ReadAsync() => Task.Delay(_random.Next(500, 2500));

    private async Task<string> FetchAsync(string kind, string path)
    {
        var start = Stopwatch.GetTimestamp();
        _doing = path;
        using var answer = await _http.GetAsync(path);
        var body = await answer.Content.ReadAsStringAsync();
        figures.Add(kind, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        if (!answer.IsSuccessStatusCode) figures.Fail($"{(int)answer.StatusCode} on {path.Split('?')[0]}");
        return body;
    }

    // The map's script fetches its columns; a browser keeps them, so each tab does it once.
    private async Task DrawAsync(string arguments)
    {
        if (Interlocked.Increment(ref _mapRequests) > 1) return;
        try
        {
            foreach (Match column in Column().Matches(arguments)) await FetchAsync("data: map column", Regex.Unescape(column.Value));
        }
        catch (Exception e)
        {
            figures.Fail($"map: {e.Message}");
        }
    }

    // A box of its own each time, for the same one again is only read; and deleted again, for a run has room for so many.
    private async Task SelectAsync()
    {
        var (x, y) = (_random.NextDouble() * 10, _random.NextDouble() * 10);
        var made = await WriteAsync(HttpMethod.Post, "/api/runs/1/selections", new { shape = "box", x0 = x - 5, x1 = x, y0 = y - 5, y1 = y });
        if (made is null) return;
        var id = JsonDocument.Parse(made).RootElement.GetProperty("id").GetInt32();
        await WriteAsync(HttpMethod.Delete, string.Create(CultureInfo.InvariantCulture, $"/api/runs/1/selections/{id}"), null);
    }

    private async Task<string?> WriteAsync(HttpMethod method, string path, object? body)
    {
        var start = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("Origin", server.Site.GetLeftPart(UriPartial.Authority));
        using var answer = await _http.SendAsync(request);
        var said = await answer.Content.ReadAsStringAsync();
        figures.Add(body is null ? "data: selection deleted" : "data: selection", Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        if (answer.IsSuccessStatusCode) return said;
        figures.Fail($"{(int)answer.StatusCode} on a selection");
        return null;
    }

    [GeneratedRegex(@"^/runs/\d+/findings/\d+$")]
    private static partial Regex FindingLink();

    [GeneratedRegex(@"/api/runs/\d+/map/[^""]+")]
    private static partial Regex Column();
}
