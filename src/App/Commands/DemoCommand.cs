using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Investigator.Access;
using Investigator.Datasets;
using Investigator.Engine;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Simulation;
using Investigator.Engine.Tables;
using Investigator.Execution;
using Investigator.Findings;
using Investigator.Protection;
using Investigator.Runs;
using Investigator.Storage;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Commands;

/// <summary>From nothing to a served, explained run in one command, in a data folder of its own.</summary>
internal static class DemoCommand
{
    private const int Top = 5;

    // Someone waits at the terminal: what cannot be written in a few seconds is said, and the same command goes on from there.
    private const int Attempts = 5;

    public static Command Create(AppBuilder build)
    {
        var transactions = new Option<long>("--transactions") { Description = "Transactions to simulate", HelpName = "N", DefaultValueFactory = _ => 20_000 };
        var noServe = new Option<bool>("--no-serve") { Description = "Stop after printing the narratives" };
        var noOpen = new Option<bool>("--no-open") { Description = "Print the link into the demo and leave the browser alone" };
        var (data, url, host, seed) = (CommonOptions.Data(), CommonOptions.Url(), CommonOptions.Host(), CommonOptions.Seed());
        var command = new Command("demo", "Simulate a shop with planted fraud rings, run every stage, print what to look at first, then serve the web app")
        {
            transactions, seed, data, url, host, noServe, noOpen,
        };
        command.SetAction((parsed, cancel) => ExitCode.Of(async () =>
        {
            var address = ServedAddress.Read(parsed.GetValue(url)!).RequireLoopback("a demo is for whoever sits at this machine").Url;
            using var folder = DataFolder.Open(FolderOf(parsed.GetValue(data)));
            await using var app = await build(folder, new ServerOptions(address) { Hosts = parsed.GetValue(host)! });
            await using var audited = await CommandRecord.BeginAsync(app.Services, parsed, cancel);
            await using var scope = app.Services.CreateAsyncScope();
            var simulation = new SimulationOptions { Transactions = parsed.GetValue(transactions), Seed = parsed.GetValue(seed) };
            simulation.Validate();
            var runId = await StageConsole.ShowAsync(progress => RunAsync(scope.ServiceProvider, folder, simulation, progress, cancel));
            await PrintAsync(scope.ServiceProvider, runId, cancel);
            if (parsed.GetValue(noServe)) await DrawMapAsync(scope.ServiceProvider, runId, cancel);
            return parsed.GetValue(noServe) ? ExitCode.Done : await ServeCommand.RunAsync(app, address, Greet, cancel);

            Task Greet()
            {
                SignInLinks.PrintDemo(app.Services, address, opens: !parsed.GetValue(noOpen));
                return Task.CompletedTask;
            }
        }, () => FolderOf(parsed.GetValue(data))));
        return command;
    }

    private static string FolderOf(string? data) => Path.Combine(DataFolder.Resolve(data), "demo");

    private static async Task<int> RunAsync(
        IServiceProvider services, DataFolder folder, SimulationOptions simulation, IProgress<StageProgress> progress, CancellationToken cancel)
    {
        var context = new StageContext { Seed = simulation.Seed, Progress = progress, Cancel = cancel, Scratch = folder.Scratch };
        var source = Path.Combine(folder.Uploads, string.Create(CultureInfo.InvariantCulture, $"demo-{simulation.Transactions}-{simulation.Seed}"));
        var shop = await Task.Run(() => ShopSimulator.Write(simulation, source, context), cancel);
        var request = new LoadRequest
        {
            Transactions = shop.TransactionsPath,
            Events = shop.EventsPath,
            Mapping = MappingFile.Read(shop.MappingPath),
            Name = string.Create(CultureInfo.InvariantCulture, $"Demo shop (seed {simulation.Seed})"),
        };
        var dataset = await Task.Run(() => DatasetLoader.Load(request, folder.Datasets, context), cancel);
        var datasetId = await services.GetRequiredService<RegisterDataset>().HandleAsync(Actor.Local, dataset, cancel);
        var runId = await FindOrQueueAsync(services, datasetId, new RunOptions { Seed = simulation.Seed }, cancel);
        if (await services.GetRequiredService<RunQueries>().FilesAsync(runId, cancel) is not null) return runId;
        // No page is served before it is done, so there is nothing to give way to.
        var executor = services.GetRequiredService<RunExecutor>();
        if (await executor.ExecuteAsync(runId, cancel, progress, Attempts, givesWay: false) == RunStatus.Finished) return runId;
        var run = await services.GetRequiredService<RunQueries>().FindAsync(runId, cancel);
        throw new InputException($"the demo's run failed: {run?.Error?.TrimEnd('.')}");
    }

    /// <summary>Where nothing is served afterwards: else the app draws it while people read.</summary>
    private static async Task DrawMapAsync(IServiceProvider services, int runId, CancellationToken cancel)
    {
        var runs = services.GetRequiredService<RunQueries>();
        if ((await runs.FindAsync(runId, cancel))?.Map != MapStatus.Waiting) return;
        await StageConsole.ShowAsync(progress => services.GetRequiredService<MapExecutor>()
            .ExecuteAsync(runId, cancel, also: progress, attempts: Attempts, givesWay: false));
        if ((await runs.FindAsync(runId, cancel))?.MapProblem is { } problem) throw new InputException(problem.TrimEnd('.'));
    }

    /// <summary>The same demo twice is one run; one that was interrupted goes on.</summary>
    private static async Task<int> FindOrQueueAsync(IServiceProvider services, int datasetId, RunOptions options, CancellationToken cancel)
    {
        await using var context = await services.GetRequiredService<IDbContextFactory<InvestigatorContext>>().CreateDbContextAsync(cancel);
        var asked = JsonSerializer.Serialize(options, JsonFile.Options);
        var leftAlone = services.GetRequiredService<StartupRecovery>().Report.Waiting;
        var known = await context.Runs
            .Where(r => r.DatasetId == datasetId && r.Options == asked)
            .Where(r => r.Status == RunStatus.Finished || (r.Status == RunStatus.Queued && !leftAlone.Contains(r.Id)))
            .OrderBy(r => r.Status == RunStatus.Finished ? 0 : 1).ThenByDescending(r => r.Id).Select(r => (int?)r.Id).FirstOrDefaultAsync(cancel);
        return known ?? await services.GetRequiredService<StartRun>().HandleAsync(Actor.Local, datasetId, options, cancel);
    }

    private static async Task PrintAsync(IServiceProvider services, int runId, CancellationToken cancel)
    {
        var findings = services.GetRequiredService<FindingQueries>();
        var (lines, total) = await findings.PageAsync(runId, new FindingFilter { Risky = true }, FindingSort.ExpectedLoss, descending: true, 0, Top, cancel);
        if (total == 0)
        {
            (lines, _) = await findings.PageAsync(runId, new FindingFilter { Risky = false }, FindingSort.ExpectedLoss, descending: true, 0, Top, cancel);
        }

        var details = new List<FindingDetail>();
        foreach (var line in lines) if (await findings.FindAsync(runId, line.Number, cancel) is { } detail) details.Add(detail);
        Console.WriteLine();
        foreach (var line in DemoReport.Lines(total, details)) Console.WriteLine(line);
        Console.WriteLine();
    }
}
