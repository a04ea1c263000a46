using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Investigator.TestKit.Circuits;

namespace Investigator.Benchmarks.Load;

/// <summary>
/// One person opens every page of a run in a tab of its own, and fetches every address: what each takes, and the server's processor time for it.
/// </summary>
internal static class PageWalk
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<int> PrintAsync(ServerProcess server, int rounds, string only)
    {
        using var http = server.Client(6 * Patience);
        var visits = Visit.Of(await RunAsync(http)).Where(v => v.Name.Contains(only, StringComparison.Ordinal)).ToList();
        Console.WriteLine("page | opened | first ms | median ms | 95% ms | median CPU ms | 95% CPU ms");
        var failed = 0;
        foreach (var visit in visits)
        {
            var (times, processor) = (new List<double>(), new List<double>());
            try
            {
                // One more than asked: the first compiles what nobody used yet.
                for (var i = 0; i <= Math.Min(rounds, visit.Most); i++)
                {
                    var before = server.CpuMilliseconds;
                    times.Add(visit.Shows is null ? await FetchAsync(http, visit.Path(i)) : await OpenAsync(http, server, visit.Path(i), visit.Shows));
                    processor.Add(await QuietAsync(server) - before);
                }
            }
            catch (Exception e)
            {
                Console.WriteLine($"{visit.Name} | {times.Count} | {e.Message}");
                failed++;
                continue;
            }

            var (first, usual, cost) = (times[0], Sorted(times), Sorted(processor));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{visit.Name} | {usual.Length} | {first:0} | {At(usual, .5):0} | {At(usual, .95):0} | {At(cost, .5):0} | {At(cost, .95):0}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"MB at the end | {server.Megabytes:0}; at most {server.PeakMegabytes:0}"));
        Console.WriteLine($"lines in the log that tell of a fault | {server.Faults}");
        if (failed + server.Faults == 0) return 0;
        foreach (var line in server.Output.Split('\n').Skip(1).Take(40)) Console.WriteLine("  " + line);
        return 1;
    }

    private static double[] Sorted(List<double> rounds) => [.. rounds.Skip(1).Order()];

    private static double At(double[] sorted, double share) => sorted[Math.Min((int)(sorted.Length * share), sorted.Length - 1)];

    private static async Task<WalkedRun> RunAsync(HttpClient http)
    {
        using var record = JsonDocument.Parse(await http.GetStringAsync("/api/runs/1/files/run.json"));
        using var table = JsonDocument.Parse(await http.GetStringAsync("/api/runs/1/files/features.json"));
        var shown = table.RootElement.GetProperty("features").EnumerateArray().Where(f => f.GetProperty("definition").GetProperty("shown").GetBoolean())
            .ToLookup(f => f.GetProperty("levels").ValueKind == JsonValueKind.Null, f => f.GetProperty("definition").GetProperty("name").GetString()!);
        var number = shown[true].First();
        return new WalkedRun(
            1,
            record.RootElement.GetProperty("transactions").GetInt32(),
            [.. (await FirstCellsAsync(http, "/api/runs/1/findings.csv")).Select(f => int.Parse(f, CultureInfo.InvariantCulture))],
            await FirstCellsAsync(http, "/api/runs/1/days.csv"),
            number,
            shown[false].FirstOrDefault(number));
    }

    private static async Task<IReadOnlyList<string>> FirstCellsAsync(HttpClient http, string path) =>
        [.. (await http.GetStringAsync(path)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')[0])];

    private static async Task<double> FetchAsync(HttpClient http, string path)
    {
        var start = Stopwatch.GetTimestamp();
        using var answer = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.Content.ReadAsStreamAsync();
        await body.CopyToAsync(Stream.Null);
        var taken = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return answer.IsSuccessStatusCode ? taken : throw new InvalidOperationException($"{(int)answer.StatusCode} on {path}");
    }

    /// <returns>Milliseconds from the request for the page until its circuit has drawn the rows.</returns>
    private static async Task<double> OpenAsync(HttpClient http, ServerProcess server, string path, string shows)
    {
        var start = Stopwatch.GetTimestamp();
        var page = ServedPage.Of(await http.GetStringAsync(path));
        await using var circuit = await CircuitClient.StartAsync(server.Site, path, page, cookie: server.CookieOf(0));
        var shown = await circuit.UntilShownAsync(shows, () => Task.CompletedTask, Patience);
        // What it still does after the rows are there counts among its processor time.
        await Task.Delay(300);
        await circuit.CloseTabAsync(http);
        if (circuit.Errors.Count > 0) throw new InvalidOperationException(circuit.Errors.First());
        return Stopwatch.GetElapsedTime(start, shown).TotalMilliseconds;
    }

    /// <summary>Waits until the server does nothing for a moment.</summary>
    /// <returns>Its processor time then, milliseconds.</returns>
    private static async Task<double> QuietAsync(ServerProcess server)
    {
        for (var (last, still) = (server.CpuMilliseconds, 0); ;)
        {
            await Task.Delay(40);
            var now = server.CpuMilliseconds;
            still = now == last ? still + 1 : 0;
            if (still == 3) return now;
            last = now;
        }
    }
}
