using Investigator.Engine.Results;
using Investigator.Engine.Tables;

namespace Investigator.TestKit;

/// <summary>How a run did against the planted truth, which no stage has seen.</summary>
/// <param name="Rings">Planted rings with at least the size asked for.</param>
/// <param name="Found">Of those, found: one risky cluster holds 80% of the ring and is 80% ring.</param>
/// <param name="Risky">Clusters called risky.</param>
/// <param name="InnocentRisky">Of those, mostly members of innocent groups or of no group at all.</param>
/// <param name="LookAlikeRisky">Of those, half or more members of one planted innocent look-alike.</param>
/// <param name="Misses">What became of each ring that was not found.</param>
public sealed record RingScore(int Rings, int Found, int Risky, int InnocentRisky, int LookAlikeRisky, IReadOnlyList<string> Misses)
{
    public double FoundShare => Rings == 0 ? 1 : (double)Found / Rings;

    /// <param name="truth"><c>truth.parquet</c> of the simulated shop.</param>
    /// <param name="members"><c>members.parquet</c> of the run.</param>
    /// <param name="result">The run.</param>
    /// <param name="minSize">Rings smaller than this are not counted.</param>
    /// <param name="share">Part of the ring in the cluster, and of the cluster in the ring.</param>
    public static RingScore Of(string truth, string members, RunResult result, int minSize = 20, double share = 0.8)
    {
        using var db = TableConnection.Open();
        var risky = result.Risks.Where(r => r.Risky).ToDictionary(r => r.Cluster);
        var rings = db.Query(
            $"SELECT ring, any_value(kind), count(*)::INT FROM read_parquet({Sql.Text(truth)}) WHERE ring IS NOT NULL AND NOT innocent GROUP BY 1 HAVING count(*) >= {minSize} ORDER BY 1",
            r => (Ring: r.GetInt32(0), Kind: r.GetString(1), Size: r.GetInt32(2)));
        var pairs = db.Query(
            $"SELECT coalesce(t.ring, -1), coalesce(t.innocent, false), m.cluster, count(*)::INT FROM read_parquet({Sql.Text(members)}) m JOIN read_parquet({Sql.Text(truth)}) t ON t.id = m.transaction GROUP BY 1, 2, 3",
            r => (Ring: r.GetInt32(0), Innocent: r.GetBoolean(1), Cluster: r.GetInt32(2), Count: r.GetInt32(3)));
        var misses = new List<string>();
        var found = 0;
        foreach (var ring in rings)
        {
            var best = pairs.Where(p => p.Ring == ring.Ring && !p.Innocent && p.Cluster >= 0).OrderByDescending(p => p.Count).FirstOrDefault((Ring: 0, Innocent: false, Cluster: -1, Count: 0));
            var size = best.Cluster < 0 ? 0 : result.Clustering.Clusters[best.Cluster].Size;
            if (risky.ContainsKey(best.Cluster) && best.Count >= share * ring.Size && best.Count >= share * size) found++;
            else misses.Add($"ring {ring.Ring} ({ring.Kind}, {ring.Size}): {string.Join(", ", pairs.Where(p => p.Ring == ring.Ring && !p.Innocent).OrderByDescending(p => p.Count).Take(5).Select(Part))}");
        }

        string Part((int Ring, bool Innocent, int Cluster, int Count) part) =>
            part.Cluster < 0 ? $"{part.Count} in no cluster" : $"{part.Count} in {(risky.ContainsKey(part.Cluster) ? "risky" : "unremarked")} cluster {part.Cluster} of {result.Clustering.Clusters[part.Cluster].Size}";

        var byCluster = pairs.Where(p => risky.ContainsKey(p.Cluster)).ToLookup(p => p.Cluster);
        int Mostly(Func<(int Ring, bool Innocent, int Cluster, int Count), bool> which) => byCluster.Count(c => 2 * c.Where(which).Sum(p => p.Count) >= c.Sum(p => p.Count));
        return new RingScore(rings.Count, found, risky.Count, Mostly(p => p.Ring < 0 || p.Innocent), Mostly(p => p.Innocent && p.Ring >= 0), misses);
    }
}
