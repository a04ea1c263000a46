using System.Globalization;
using System.Text.RegularExpressions;
using Investigator.TestKit;
using Investigator.TestKit.Circuits;

namespace Investigator.Benchmarks.Load;

/// <summary>People at work on the served demo: how long pages and data take, what goes wrong, what memory is held and what is given back.</summary>
internal static class LoadTable
{
    private static readonly TimeSpan RunAtMost = TimeSpan.FromMinutes(10);

    public static async Task<int> PrintAsync(LoadArguments asked)
    {
        using var folder = new TempFolder();
        var data = asked.Data ?? folder.File("data");
        if (asked.Data is null)
        {
            using var demo = AppProcess.StartAsShipped([], "demo", "--transactions", "20000", "--no-serve", "--data", data);
            data = Path.Combine(data, "demo");
            if (await demo.ExitAsync(RunAtMost) != 0) throw new InvalidOperationException(demo.Output);
        }

        await using var server = await ServerProcess.StartAsync(data, asked.App, asked.People, [.. asked.Settings]);
        if (asked.Rounds is { } rounds) return await PageWalk.PrintAsync(server, rounds, asked.Only);
        Console.WriteLine("memory | MB | of files");
        Memory(server, "started");
        // What is compiled at its first use is not what people wait for all day.
        await new Person(0, server, new LoadFigures()).LookAroundAsync();
        Memory(server, "looked at once");
        var quiet = new LoadFigures();
        await Task.WhenAll(Work(server, asked, quiet));
        Memory(server, "people at work");
        await Task.Delay(TimeSpan.FromSeconds(asked.Left));
        Memory(server, "they have left");
        var busy = new LoadFigures();
        if (asked.Run)
        {
            using var enough = new CancellationTokenSource();
            var runs = RunsAsync(server, enough.Token);
            await Task.WhenAll(Work(server, asked, busy));
            Memory(server, "people at work and runs");
            await enough.CancelAsync();
            Console.WriteLine($"runs finished meanwhile or right after | {await runs}");
            Memory(server, "runs have ended");
            await Task.Delay(TimeSpan.FromSeconds(asked.Left));
            Memory(server, "all have left");
        }

        Console.WriteLine(Line($"the most | {server.PeakMegabytes:0}"));
        Print("no run", quiet);
        if (asked.Run) Print("runs going on", busy);
        Console.WriteLine($"lines in the log that tell of a fault | {server.Faults}");
        foreach (var line in server.Output.Split('\n').Skip(1).Take(40)) Console.WriteLine("  " + line);
        return quiet.Errors + busy.Errors + server.Faults == 0 ? 0 : 1;
    }

    private static IEnumerable<Task> Work(ServerProcess server, LoadArguments asked, LoadFigures figures)
    {
        var until = DateTime.UtcNow.AddSeconds(asked.Seconds);
        return Enumerable.Range(0, asked.People).Select(i => new Person(i, server, figures).WorkAsync(until));
    }

    /// <summary>Starts one run after the other through the page, as a person would.</summary>
    /// <returns>How many finished.</returns>
    private static async Task<int> RunsAsync(ServerProcess server, CancellationToken enough)
    {
        using var http = server.Client();
        var count = 0;
        var before = await FinishedAsync(http);
        while (!enough.IsCancellationRequested)
        {
            // A tab of its own for each: what a page looks like after a run has come and gone is not what is measured.
            var page = ServedPage.Of(await http.GetStringAsync("/runs", CancellationToken.None));
            await using var circuit = await CircuitClient.StartAsync(server.Site, "/runs", page, CancellationToken.None, cookie: server.CookieOf(0));
            await circuit.UntilShownAsync("History", () => Task.CompletedTask, RunAtMost);
            await circuit.ClickAsync("Start a run", "Smallest cluster", TimeSpan.FromSeconds(30));
            await circuit.ClickAsync("Start");
            while (await FinishedAsync(http) < before + count + 1) await Task.Delay(500, CancellationToken.None);
            count++;
        }

        return count;
    }

    private static async Task<int> FinishedAsync(HttpClient http)
    {
        var list = await http.GetStringAsync("/runs");
        return Regex.Count(list, "run-state finished");
    }

    private static void Memory(ServerProcess server, string when) => Console.WriteLine(Line($"{when} | {server.Megabytes:0} | {server.FileMegabytes:0}"));

    private static void Print(string when, LoadFigures figures)
    {
        Console.WriteLine($"{when} | how many | median ms | 95% ms | longest ms");
        foreach (var kind in (string[])["first", "page", "data"]) Console.WriteLine($"{kind}, all | {figures.Row(kind)}");
        foreach (var kind in figures.Kinds) Console.WriteLine($"{kind} | {figures.Row(kind)}");
        Console.WriteLine($"errors | {figures.Errors}");
        foreach (var problem in figures.Problems) Console.WriteLine("  " + problem);
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
