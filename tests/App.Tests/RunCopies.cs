using System.Text.Json;
using Investigator.Access;
using Investigator.Datasets;
using Investigator.Engine;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;
using Investigator.Findings;
using Investigator.Rules;
using Investigator.Runs;
using Investigator.Storage;
using Investigator.Storage.Database;
using Investigator.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests;

/// <summary>Puts copies of prepared runs, and runs in any other state, into the data folder and the store of one test.</summary>
public sealed class RunCopies(IServiceProvider services)
{
    private static readonly DateTime Queued = new(2026, 4, 1, 9, 0, 0, DateTimeKind.Utc);
    private readonly Dictionary<int, PreparedRun> _datasets = [];

    private DataFolder Data => services.GetRequiredService<DataFolder>();

    /// <summary>The prepared run whose copy a dataset is.</summary>
    public PreparedRun Of(int dataset) => _datasets[dataset];

    public async Task<int> AddDatasetAsync(RunBuilder? builder = null)
    {
        var prepared = await PreparedRun.OfAsync(builder ?? new RunBuilder());
        var folder = Data.DatasetFolder(Path.GetFileName(prepared.DatasetFolder));
        Copy(prepared.DatasetFolder, folder);
        var id = await services.GetRequiredService<RegisterDataset>().HandleAsync(Actor.Local, new DatasetFolder(folder).Open());
        _datasets[id] = prepared;
        return id;
    }

    /// <summary>A finished run with its files, findings and rules.</summary>
    public async Task<int> AddFinishedRunAsync(int dataset)
    {
        var prepared = _datasets[dataset];
        var (run, clusters, rules) = await prepared.StoredAsync();
        (run.Id, run.DatasetId, run.Folder) = (0, dataset, Guid.NewGuid().ToString("N"));
        Copy(prepared.RunFolder, Data.RunFolder(run.Folder));
        await using var context = await ContextAsync();
        context.Runs.Add(run);
        await context.SaveChangesAsync();
        foreach (var cluster in clusters) (cluster.Id, cluster.RunId) = (0, run.Id);
        foreach (var rule in rules) (rule.Id, rule.RunId) = (0, run.Id);
        context.Findings.AddRange(clusters);
        context.Rules.AddRange(rules);
        await context.SaveChangesAsync();
        return run.Id;
    }

    /// <summary>A dataset and its finished run.</summary>
    public async Task<int> AddAsync(RunBuilder? builder = null) => await AddFinishedRunAsync(await AddDatasetAsync(builder));

    /// <summary>A run without results.</summary>
    public async Task<int> AddRunAsync(int dataset, RunStatus status, string? error = null)
    {
        await using var context = await ContextAsync();
        var run = Row(dataset, status);
        run.Error = error;
        context.Runs.Add(run);
        await context.SaveChangesAsync();
        return run.Id;
    }

    /// <summary>Says of a finished run that its map is not there; its files stay.</summary>
    public async Task SetMapAsync(int run, MapStatus map, string? error = null)
    {
        await using var context = await ContextAsync();
        var row = await context.Runs.SingleAsync(r => r.Id == run);
        (row.Map, row.MapError) = (map, error);
        await context.SaveChangesAsync();
    }

    private static RunEntity Row(int dataset, RunStatus status) => new()
    {
        DatasetId = dataset,
        Folder = Guid.NewGuid().ToString("N"),
        Status = status,
        Options = JsonSerializer.Serialize(new RunOptions(), JsonFile.Options),
        Seed = 1,
        CreatedAt = Queued,
        StartedAt = status == RunStatus.Queued ? null : Queued.AddSeconds(2),
        FinishedAt = status is RunStatus.Queued or RunStatus.Running ? null : Queued.AddSeconds(47),
    };

    private static void Copy(string from, string to)
    {
        if (Directory.Exists(to)) return;
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    private Task<InvestigatorContext> ContextAsync() =>
        services.GetRequiredService<IDbContextFactory<InvestigatorContext>>().OpenAsync(Actor.Local, Permission.StartRuns);
}
