using System.Collections.Concurrent;
using System.Text.Json;
using Investigator.Access;
using Investigator.Composition;
using Investigator.Datasets;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Runs;
using Investigator.Engine.Tables;
using Investigator.Execution;
using Investigator.Findings;
using Investigator.Rules;
using Investigator.Runs;
using Investigator.Storage;
using Investigator.Storage.Database;
using Investigator.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests;

/// <summary>One payment as the files of the dataset and the run have it, read apart from the code under test.</summary>
public sealed record RunRow(
    int Row, string Id, string Account, DateTime Time, double? Amount, string? Decision, string? Outcome, DateTime? KnownAt, int Cluster, int Finding,
    float X, float Y);

/// <summary>A run that the app itself loaded, queued and executed in a data folder of its own, once per process. Tests get copies.</summary>
public sealed class PreparedRun
{
    private static readonly ConcurrentDictionary<RunBuilder, Lazy<Task<PreparedRun>>> Prepared = new();

    private readonly string _database;

    private PreparedRun(string database, string datasetFolder, string runFolder)
    {
        (_database, DatasetFolder, RunFolder) = (database, datasetFolder, runFolder);
        Rows = Read();
    }

    /// <summary>As the store has it.</summary>
    public RunEntity Entity { get; private set; } = null!;

    /// <summary>Riskiest first; those of equal risk by their label.</summary>
    public IReadOnlyList<FindingEntity> Findings { get; private set; } = [];

    public IReadOnlyList<RuleEntity> Rules { get; private set; } = [];

    public string DatasetFolder { get; }

    public string RunFolder { get; }

    /// <summary>In the dataset's order.</summary>
    public IReadOnlyList<RunRow> Rows { get; }

    /// <summary>Only outcomes known by then count: the time of the last payment.</summary>
    public DateTime AsOf => Rows[^1].Time;

    public static Task<PreparedRun> OfAsync(RunBuilder builder) => Prepared.GetOrAdd(builder, static b => new(() => Task.Run(() => PrepareAsync(b)))).Value;

    /// <summary>The run's rows of the store, read anew for a caller who changes them.</summary>
    public async Task<(RunEntity Run, List<FindingEntity> Findings, List<RuleEntity> Rules)> StoredAsync()
    {
        await using var context = new InvestigatorContext(new DbContextOptionsBuilder<InvestigatorContext>().UseSqlite($"Data Source={_database}").Options);
        var run = await context.Runs.AsNoTracking().SingleAsync();
        return (run, await context.Findings.AsNoTracking().ToListAsync(), await context.Rules.AsNoTracking().ToListAsync());
    }

    /// <summary>Whether the run could see the row's outcome: the shop says when outcomes became known, so a blank there means that one is not.</summary>
    public bool IsKnown(RunRow row) => row.Outcome is not null && row.KnownAt <= AsOf;

    public bool IsKnownFraud(RunRow row) => IsKnown(row) && row.Outcome == "fraud";

    public long Events()
    {
        using var tables = TableConnection.Open();
        return tables.Scalar<long>($"SELECT count(*) FROM read_parquet({Sql.Text(new DatasetFolder(DatasetFolder).Events)})");
    }

    /// <summary>A JSON file of the run as it stands.</summary>
    public JsonElement Json(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RunFolder, file)));
        return document.RootElement.Clone();
    }

    public IEnumerable<RunRow> Members(int finding) => Rows.Where(r => r.Finding == finding);

    /// <summary>A number of the run's features in row order; null where there is none.</summary>
    public IReadOnlyList<double?> Numbers(string feature) => Column($"{Sql.Name(feature)}::DOUBLE", static value => value as double?);

    /// <summary>The same for a category.</summary>
    public IReadOnlyList<string?> Categories(string feature) => Column($"{Sql.Name(feature)}::VARCHAR", static value => value as string);

    private List<T> Column<T>(string column, Func<object, T> read)
    {
        using var tables = TableConnection.Open();
        var features = Sql.Text(KnownFiles.Features.In(RunFolder));
        return tables.Query($"SELECT {column} FROM read_parquet({features}) ORDER BY row", r => read(r.GetValue(0)));
    }

    private static async Task<PreparedRun> PrepareAsync(RunBuilder builder)
    {
        using var data = DataFolder.Open(ProcessFolder.Next());
        var app = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddStore(data).AddRuns().AddImports();
        await using var all = app.BuildServiceProvider();
        await all.MigrateStoreAsync();
        await using var scope = all.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var dataset = await services.GetRequiredService<RegisterDataset>().HandleAsync(Actor.Local, builder.Load(data.Datasets));
        var id = await services.GetRequiredService<StartRun>().HandleAsync(Actor.Local, dataset, builder.Options);
        var status = await services.GetRequiredService<RunExecutor>().ExecuteAsync(id, CancellationToken.None);
        await services.GetRequiredService<MapExecutor>().ExecuteAsync(id, CancellationToken.None);
        var run = (await services.GetRequiredService<RunQueries>().FindAsync(id))!;
        if (status != RunStatus.Finished) throw new InvalidOperationException($"The prepared run ended as {status}: {run.Error}");
        var files = (await services.GetRequiredService<RunQueries>().FilesAsync(id))!;
        var prepared = new PreparedRun(data.Database, files.DatasetFolder.Path, files.RunFolder.Path);
        (prepared.Entity, var clusters, prepared.Rules) = await prepared.StoredAsync();
        prepared.Findings = [.. clusters.OrderByDescending(static c => c.ExpectedLoss).ThenByDescending(static c => c.To).ThenBy(static c => c.Number)];
        return prepared;
    }

    private List<RunRow> Read()
    {
        using var tables = TableConnection.Open();
        var map = new RunFolder(RunFolder).ReadMap()!;
        return tables.Query(
            $"""
            SELECT t.row::INT, id, account, time, amount, decision, outcome, outcome_known_at, cluster, finding
            FROM read_parquet({Sql.Text(new DatasetFolder(DatasetFolder).Transactions)}) t
            JOIN read_parquet({Sql.Text(KnownFiles.Members.In(RunFolder))}) m ON m.transaction = t.id
            ORDER BY t.row
            """,
            r => new RunRow(
                r.GetInt32(0), r.GetString(1), r.GetString(2), DateTime.SpecifyKind(r.GetDateTime(3), DateTimeKind.Utc), r.GetValue(4) as double?,
                r.GetValue(5) as string, r.GetValue(6) as string, r.GetValue(7) as DateTime?, r.GetInt32(8), r.GetInt32(9),
                map.X[r.GetInt32(0)], map.Y[r.GetInt32(0)]));
    }
}
