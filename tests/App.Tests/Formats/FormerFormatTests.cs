using System.Net;
using Investigator.Composition;
using Investigator.Datasets;
using Investigator.Engine.Core;
using Investigator.Engine.Runs;
using Investigator.Features;
using Investigator.Findings;
using Investigator.Map;
using Investigator.Rules;
using Investigator.Runs;
using Investigator.Selections;
using Investigator.Storage;
using Investigator.TestKit;
using Investigator.Transactions;
using Investigator.Web;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Formats;

/// <summary>What earlier versions wrote opens with this one. The files are what their own builds left, see the README beside them.</summary>
public sealed class FormerFormatTests : IDisposable
{
    private const string WithFindings = "599f447";

    /// <summary>Those of which each cluster is a finding.</summary>
    public static TheoryData<string> Formats { get; } = ["6add82b", "e868bae"];

    /// <summary>With the stages that a run had then.</summary>
    public static TheoryData<string, int> Stages { get; } = new() { { "6add82b", 12 }, { "e868bae", 13 }, { WithFindings, 16 } };

    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Run_OfAFormerFormat_IsReadByEveryReader(string format)
    {
        var run = new RunFolder(Unpack(format, "run"));

        var record = run.ReadRecord();
        Assert.Equal((RunFolder.CurrentFormat, 1600, 3), (record.Format, record.Transactions, record.Clusters));
        Assert.All(record.Stages, static s => Assert.Null(s.CpuSeconds));
        Assert.NotEmpty(run.ReadFeatures());
        // Groups were a feature once, and are in the catalogue still.
        Assert.All(run.ReadCatalog().Select(e => e.Name).Except(run.ReadFeatures().Select(f => f.Definition.Name)), name => Assert.Equal("entity_group", name));
        Assert.NotEmpty(run.ReadScale()!.Features);
        Assert.NotEmpty(run.ReadTraining()!.Epochs);
        Assert.True(run.HasModel);
        var result = run.ReadResult();
        Assert.Equal(record.Noise, result.Clustering.Labels.Count(l => l < 0));
        Assert.Equal(result.Clustering.Clusters.Select(c => c.Size), result.Clustering.Members().Select(m => m.Length));
        Assert.Equal(record.RiskyFindings, result.Risks.Count(r => r.Risky));
        Assert.Equal(Enumerable.Range(0, 3), result.Risks.Select(r => r.Finding));
        Assert.Equal(result.Clustering.Labels, result.Findings.Numbers);
        Assert.All(result.Findings.Items, f => Assert.Equal((f.Number, false), (Assert.Single(f.Clusters), f.IsPart)));
        Assert.Equal(2, result.Rules.Count);
        Assert.All(result.Narratives, n => Assert.Contains(n.Sentences, s => s.Text.Length > n.Headline.Length));
        Assert.Null(run.OpenSequences());
    }

    [Fact]
    public void Run_WithItsMapAmongItsMembers_IsReadByEveryReader()
    {
        var run = new RunFolder(Unpack(WithFindings, "run"));

        var record = run.ReadRecord();
        Assert.Equal((RunFolder.CurrentFormat, true), (record.Format, record.MapInMembers));
        Assert.Equal((1600, 5, 5, 1), (record.Transactions, record.Clusters, record.Findings, record.RiskyFindings));
        Assert.NotEmpty(run.ReadFeatures());
        Assert.NotEmpty(run.ReadCatalog());
        Assert.NotEmpty(run.ReadScale()!.Features);
        Assert.NotEmpty(run.ReadTraining()!.Epochs);
        Assert.NotNull(run.ReadCalibration());
        Assert.True(run.HasModel);
        Assert.Null(run.OpenSequences());
        var result = run.ReadResult();
        Assert.Equal([253, 66, 116, 43, 19], result.Findings.Items.Select(f => f.Size));
        Assert.Contains(result.FraudProbabilities, float.IsFinite);
        Assert.NotEmpty(result.Singles.Payments);
        Assert.NotEmpty(result.Rules);
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task DataFolder_OfAFormerVersion_OpensAndIsBrowsed(string format, int stages)
    {
        using var data = DataFolder.Open(Unpack(format, "data"));
        await using var app = await WebServer.BuildAsync(data, "http://127.0.0.1:0");
        var runs = app.Services.GetRequiredService<RunQueries>();
        var run = Assert.Single((await runs.PageAsync(new RunFilter(), 10)).Runs);
        Assert.Equal((RunStatus.Finished, stages), (run.Status, (await runs.FindDetailAsync(run.Id))!.Stages.Count));
        Assert.Equal(run.Id, Assert.Single(await runs.ModelsAsync()).RunId);

        var clusters = app.Services.GetRequiredService<FindingQueries>();
        var (lines, _) = await clusters.PageAsync(run.Id, new FindingFilter(), FindingSort.ExpectedLoss, descending: true, 0, 10);
        Assert.Equal(run.ClusterCount, lines.Count);
        var riskiest = await clusters.FindAsync(run.Id, lines[0].Number);
        Assert.NotEmpty(riskiest!.Narrative.Sentences);
        Assert.NotEmpty(riskiest.Narrative.Contrasts);
        var isExported = format != WithFindings;
        Assert.NotEmpty((await app.Services.GetRequiredService<RuleQueries>().PageAsync(run.Id, null, isExported, RuleSort.Risk, 0, 10)).Rules);
        Assert.NotEmpty(await app.Services.GetRequiredService<FeatureQueries>().ListAsync(run.Id));
        var timelines = await app.Services.GetRequiredService<TimelineQueries>().ExamplesAsync(run.Id, lines[0].Number, [lines[0].Number]);
        Assert.Contains(timelines, t => t.Steps.Any(s => s.Attention > 0));
        var selections = app.Services.GetRequiredService<SelectionQueries>();
        var stored = await Task.WhenAll(Enumerable.Range(1, 4).Select(id => selections.FindAsync(run.Id, id)));
        Assert.Equal(["ClusterShape", "BoxShape", "PolygonShape", "ConditionShape"], stored.Select(s => s!.Shape.GetType().Name));
        foreach (var id in Enumerable.Range(1, 4))
        {
            var transactions = (await selections.TransactionIdsAsync(id))!;
            Assert.Equal((await selections.FindAsync(run.Id, id))!.Count, transactions.Distinct().Count());
        }
        var dataset = Assert.Single(await app.Services.GetRequiredService<DatasetQueries>().ListAsync());
        Assert.Equal(run.Transactions, app.Services.GetRequiredService<DatasetQueries>().Open(dataset).TransactionCount);
        static Task<IReadOnlyDictionary<int, double>> NoScores() => Task.FromResult<IReadOnlyDictionary<int, double>>(new Dictionary<int, double>());
        foreach (var name in (string[])["x", "y", "amount"])
        {
            var column = await app.Services.GetRequiredService<MapQueries>().ColumnAsync(run.Id, name, NoScores);
            Assert.Equal(run.Transactions * 4, column!.Bytes.Length);
        }

        await app.StartAsync();
        using var http = await SignedIn.ClientAsync(app.Services);
        var files = (await runs.FilesAsync(run.Id))!.RunFolder.Downloads();
        StoredFile[] later = [KnownFiles.Findings, KnownFiles.Singles, KnownFiles.Calibration, KnownFiles.WithheldRules];
        StoredFile[] never =
        [
            KnownFiles.Ledger, KnownFiles.SpaceModel, KnownFiles.SpaceAxes, KnownFiles.SpaceRankValues, KnownFiles.SpaceRankCounts, .. KnownFiles.OfMap,
        ];
        Assert.Equal(MapStatus.Drawn, run.Map);
        IEnumerable<StoredFile> absent = format == WithFindings ? never : [.. never, .. later];
        Assert.Equal(KnownFiles.OfRun.Where(f => f.IsDownload && !absent.Contains(f)), files.Select(f => f.File));
        IEnumerable<string> pages =
        [
            Links.Run(run.Id), Links.Findings(run.Id), Links.Map(run.Id), Links.Rules(run.Id), Links.Dashboard(run.Id), Links.Dataset(run.DatasetId),
            Links.Singles(run.Id), Links.Api.SinglesCsv(run.Id),
            Links.Api.FindingsCsv(run.Id),
        ];
        foreach (var url in pages.Concat(files.Select(f => Links.Api.RunFile(run.Id, f.File.Name))))
        {
            using var answer = await http.GetAsync(new Uri(url, UriKind.Relative));
            Assert.True(answer.StatusCode == HttpStatusCode.OK, url);
        }
    }

    private string Unpack(string format, string name) => FrozenFolder.Unpack(format, name, _folder.File(name));
}
