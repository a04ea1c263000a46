using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Quality;

public sealed class RingSharesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    /// <summary>Rows 0 to 29 are a takeover, 30 to 59 a mule ring, 60 to 79 an office, the rest ordinary.</summary>
    [Fact]
    public void Of_PlantedGroups_SaysWhichFindingHoldsThem()
    {
        var (dataset, truth) = Write();
        var shares = RingShares.Of(truth, dataset,
        [
            new FoundGroup([.. Enumerable.Range(0, 28)], 0.9, Risky: true),
            new FoundGroup([.. Enumerable.Range(30, 15), .. Enumerable.Range(80, 5)], 0.9, Risky: true),
            new FoundGroup([.. Enumerable.Range(45, 15)], 0.1, Risky: false),
            new FoundGroup([.. Enumerable.Range(60, 20)], 0.9, Risky: true),
        ]);
        Assert.Equal((2, 1, 1), (shares.All.Count, shares.Found, shares.One));
        Assert.True(shares.Takeovers.Single().IsPure);
        var mules = shares.All.Single(static r => r.Kind == "mule_ring");
        Assert.Equal((0.5, 0.75, 2), (mules.Held, mules.Purity, mules.Parts));
        Assert.Equal((1, 1), (shares.InnocentRisky, shares.LookAlikeRisky));
    }

    public void Dispose() => _folder.Dispose();

    private (Dataset Dataset, string Truth) Write()
    {
        var (rows, truth) = (_folder.File("transactions.parquet"), _folder.File("truth.parquet"));
        using var tables = TableConnection.Open();
        tables.Execute($"""
            COPY (SELECT i AS row, 't' || i AS id FROM range(100) r(i)) TO {Sql.Text(rows)} (FORMAT parquet);
            COPY (SELECT 't' || i AS id, CASE WHEN i < 30 THEN 1 WHEN i < 60 THEN 2 WHEN i < 80 THEN 3 END::INTEGER AS ring, i >= 60 AS innocent,
                CASE WHEN i < 30 THEN 'account_takeover' WHEN i < 60 THEN 'mule_ring' WHEN i < 80 THEN 'shared_office' ELSE 'ordinary' END AS kind
                FROM range(100) r(i)) TO {Sql.Text(truth)} (FORMAT parquet);
            """);
        var mapping = new Mapping { Transactions = new TransactionMapping { Id = "id", Account = "id", Time = "time" } };
        return (new Dataset
        {
            Name = "rings",
            Folder = _folder.Path,
            Fingerprint = "",
            Mapping = mapping,
            TransactionCount = 100,
            EventCount = 0,
            RejectCount = 0,
            From = DateTime.UnixEpoch,
            To = DateTime.UnixEpoch,
            Entities = [],
            Attributes = [],
            Quality = [],
        }, truth);
    }
}
