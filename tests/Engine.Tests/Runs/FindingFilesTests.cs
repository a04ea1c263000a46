using System.Text.Json.Nodes;
using Investigator.Engine.Core;
using Investigator.Engine.Findings;
using Investigator.Engine.Ingest;
using Investigator.Engine.Narratives;
using Investigator.Engine.Risk;
using Investigator.Engine.Risk.Payments;
using Investigator.Engine.Runs;
using Investigator.Engine.Tables;
using Investigator.Engine.Tests.Risk;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Runs;

/// <summary>Two clusters, of which the one is divided and a part of it joined with the other, through the files of a run.</summary>
public sealed class FindingFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly RunResult _written;

    public FindingFilesTests()
    {
        var shop = new Shop().AddCrowd(60).AddRing(0, _ => (null, null)).AddRing(1, _ => (null, null), hours: 500);
        var dataset = shop.Write(_folder.File("data"));
        WriteRejects(dataset);
        var clustering = shop.Clustering();
        var first = clustering.Members()[0][..20].ToHashSet();
        int[] numbers = [.. clustering.Labels.Select((label, row) => label < 0 ? -1 : first.Contains(row) ? 0 : 1)];
        var findings = new FindingSet
        {
            Numbers = numbers,
            Items = [new Finding(0, [0], 20, true, ["It was divided."]), new Finding(1, [0, 1], 40, true, ["It was divided.", "It was joined."])],
        };
        var risks = RiskAssessment.Assess(
            dataset, findings.Members(), shop.Facts(dataset), shop.Scripts(dataset), new RiskOptions(), Shop.Context);
        var n = numbers.Length;
        _written = new RunResult
        {
            Record = Record(n, clustering.Labels.Count(l => l < 0), risks),
            Clustering = clustering,
            Findings = findings,
            Risks = risks,
            FraudProbabilities = [.. Enumerable.Range(0, n).Select(i => i / (float)n)],
            Singles = new RunFolder(_folder.Path).ReadSingles(),
            Rules = [],
            Narratives =
            [
                .. findings.Items.Select(f => new FindingNarrative { Finding = f.Number, Headline = $"h{f.Number}", Sentences = [], Contrasts = [] }),
            ],
        };
        ResultWriter.Write(_folder.Path, dataset, _written, Shop.Context);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ReadResult_OfDividedAndJoinedClusters_IsWhatWasWritten()
    {
        var read = new RunFolder(_folder.Path).ReadResult();
        Assert.Equal(_written.Findings.Numbers, read.Findings.Numbers);
        Assert.Equal(_written.Clustering.Labels, read.Clustering.Labels);
        Assert.Equal(_written.FraudProbabilities, read.FraudProbabilities);
        Assert.Equal(_written.Findings.Items.Select(f => (f.Number, f.Size, f.IsPart)), read.Findings.Items.Select(f => (f.Number, f.Size, f.IsPart)));
        Assert.Equal(_written.Findings.Items.Select(f => f.Clusters), read.Findings.Items.Select(f => f.Clusters));
        Assert.Equal(_written.Findings.Items.Select(f => f.Reasons), read.Findings.Items.Select(f => f.Reasons));
        Assert.Equal(_written.Risks.Select(r => (r.Finding, r.Size, r.Probability)), read.Risks.Select(r => (r.Finding, r.Size, r.Probability)));
        Assert.Equal(["h0", "h1"], read.Narratives.Select(n => n.Headline));
        Assert.Equal(2, read.Record.Findings);
    }

    [Fact]
    public void Clusters_OnDisk_NameTheFindingsThatTheyAreIn()
    {
        var clusters = JsonNode.Parse(File.ReadAllText(KnownFiles.Clusters.In(_folder.Path)))!.AsArray();
        Assert.Equal(["[0,1]", "[1]"], clusters.Select(c => c!["findings"]!.ToJsonString()));
        Assert.Equal(["id", "size", "stability", "persistence", "findings"], clusters[0]!.AsObject().Select(p => p.Key));
    }

    [Fact]
    public void Findings_OnDisk_StandWorstFirstAndBearTheirNumberAsFinding()
    {
        var findings = JsonNode.Parse(File.ReadAllText(KnownFiles.Findings.In(_folder.Path)))!.AsArray();
        Assert.Equal(_written.Risks.Order(FindingOrder.WorstFirst).Select(r => r.Finding), findings.Select(f => f!["finding"]!.GetValue<int>()));
        Assert.All(findings, f => Assert.Equal(f!["finding"]!.GetValue<int>(), f["risk"]!["finding"]!.GetValue<int>()));
        Assert.All(findings, f => Assert.Null(f!["risk"]!["cluster"]));
    }

    [Fact]
    public void ReadResult_OfAFindingWithoutAllItsTransactions_IsRefused()
    {
        var path = KnownFiles.Findings.In(_folder.Path);
        var findings = JsonNode.Parse(File.ReadAllText(path))!.AsArray();
        findings[0]!["size"] = 3;
        File.WriteAllText(path, findings.ToJsonString());
        Assert.Contains("expected 3", Assert.Throws<InputException>(() => new RunFolder(_folder.Path).ReadResult()).Message, StringComparison.Ordinal);
    }

    private static void WriteRejects(Dataset dataset)
    {
        using var tables = TableConnection.Open();
        tables.Execute($"""
            COPY (SELECT '' AS file, 0::BIGINT AS row, '' AS "column", '' AS value, '' AS reason WHERE false)
            TO {Sql.Text(new DatasetFolder(dataset.Folder).Rejects)} (FORMAT parquet)
            """);
    }

    private static RunRecord Record(int rows, int noise, IReadOnlyList<FindingRisk> risks) => new()
    {
        Dataset = "shop",
        Fingerprint = "f",
        Options = new RunOptions(),
        Seed = 1,
        AsOf = Shop.Start,
        Device = "cpu",
        Versions = new Dictionary<string, string>(),
        Stages = [],
        Transactions = rows,
        Events = 0,
        Rejects = 0,
        Clusters = 2,
        Findings = risks.Count,
        RiskyFindings = risks.Count(r => r.Risky),
        Noise = noise,
        Notes = [],
        PeakBytes = 1,
    };
}
