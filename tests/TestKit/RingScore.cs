using Investigator.Engine.Clusters;
using Investigator.Engine.Ingest;
using Investigator.Engine.Risk;
using Investigator.Engine.Tables;

namespace Investigator.TestKit;

/// <summary>How a clustering and its risks did against the planted truth, which no stage has seen.</summary>
/// <param name="Verdicts">Planted rings with at least the size asked for. Found: one risky cluster holds 80% of the ring and is 80% ring.</param>
/// <param name="Risky">Clusters called risky.</param>
/// <param name="InnocentRisky">Of those, mostly members of innocent groups or of no group at all.</param>
/// <param name="LookAlikeRisky">Of those, half or more members of one planted innocent look-alike.</param>
public sealed record RingScore(IReadOnlyList<RingVerdict> Verdicts, int Risky, int InnocentRisky, int LookAlikeRisky)
{
    public int Rings => Verdicts.Count;

    public int Found => Verdicts.Count(static v => v.Found);

    public double FoundShare => Rings == 0 ? 1 : (double)Found / Rings;

    public IEnumerable<RingVerdict> Misses => Verdicts.Where(static v => !v.Found);

    /// <param name="truth"><c>truth.parquet</c> of the simulated shop.</param>
    /// <param name="dataset">The shop as loaded.</param>
    /// <param name="clustering">Of its transactions.</param>
    /// <param name="risks">One per cluster, by label.</param>
    /// <param name="minSize">Rings smaller than this are not counted.</param>
    /// <param name="share">Part of the ring in the cluster, and of the cluster in the ring.</param>
    public static RingScore Of(string truth, Dataset dataset, Clustering clustering, IReadOnlyList<FindingRisk> risks, int minSize = 20, double share = 0.8)
    {
        using var db = TableConnection.Open();
        var origins = db.Query(
            $"""
            SELECT coalesce(t.ring, -1), t.innocent, t.kind
            FROM read_parquet({Sql.Text(dataset.TransactionsPath)}) d JOIN read_parquet({Sql.Text(truth)}) t USING (id) ORDER BY d.row
            """,
            static r => (Ring: r.GetInt32(0), Innocent: r.GetBoolean(1), Kind: r.GetString(2)));
        var parts = origins.Select((o, row) => (Origin: o, Cluster: clustering.Labels[row]))
            .GroupBy(static p => p)
            .Select(static g => new Part(g.Key.Origin.Ring, g.Key.Origin.Innocent, g.Key.Origin.Kind, g.Key.Cluster, g.Count()))
            .ToList();
        var verdicts = parts.Where(static p => p.Ring >= 0 && !p.Innocent)
            .GroupBy(static p => p.Ring)
            .OrderBy(static g => g.Key)
            .Where(g => g.Sum(static p => p.Count) >= minSize)
            .Select(g => Judge([.. g.OrderByDescending(static p => p.Count)]))
            .ToList();

        var byCluster = parts.Where(p => p.Cluster >= 0 && risks[p.Cluster].Risky).ToLookup(static p => p.Cluster);
        int Mostly(Func<Part, bool> which) => byCluster.Count(c => 2 * c.Where(which).Sum(static p => p.Count) >= c.Sum(static p => p.Count));
        return new RingScore(verdicts, byCluster.Count, Mostly(static p => p.Ring < 0 || p.Innocent), Mostly(static p => p.Innocent && p.Ring >= 0));

        RingVerdict Judge(IReadOnlyList<Part> own)
        {
            var size = own.Sum(static p => p.Count);
            var best = own.FirstOrDefault(static p => p.Cluster >= 0);
            var found = best is not null
                && risks[best.Cluster].Risky
                && best.Count >= share * size
                && best.Count >= share * clustering.Clusters[best.Cluster].Size;
            return new RingVerdict(own[0].Ring, own[0].Kind, size, found, string.Join(", ", own.Take(5).Select(Say)));
        }

        string Say(Part part)
        {
            if (part.Cluster < 0) return $"{part.Count} in no cluster";
            var verdict = risks[part.Cluster].Risky ? "risky" : "unremarked";
            return $"{part.Count} in {verdict} cluster {part.Cluster} of {clustering.Clusters[part.Cluster].Size}";
        }
    }

    /// <summary>The members of one origin in one cluster (-1: in none).</summary>
    private sealed record Part(int Ring, bool Innocent, string Kind, int Cluster, int Count);
}
