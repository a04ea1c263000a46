using Investigator.Engine.Findings;
using Investigator.Engine.Ingest;
using Investigator.Engine.Risk;
using Investigator.Engine.Tables;

namespace Investigator.TestKit;

/// <summary>How findings and their risks did against the planted truth, which no stage has seen.</summary>
/// <param name="Verdicts">Planted rings with at least the size asked for. Found: one risky finding holds 80% of the ring and is 80% ring.</param>
/// <param name="Risky">Findings called risky.</param>
/// <param name="InnocentRisky">Of those, mostly members of innocent groups or of no group at all.</param>
/// <param name="LookAlikeRisky">Of those, half or more members of one planted innocent look-alike.</param>
public sealed record RingScore(IReadOnlyList<RingVerdict> Verdicts, int Risky, int InnocentRisky, int LookAlikeRisky)
{
    public int Rings => Verdicts.Count;

    public int Found => Verdicts.Count(static v => v.Found);

    public double FoundShare => Rings == 0 ? 1 : (double)Found / Rings;

    public IEnumerable<RingVerdict> Misses => Verdicts.Where(static v => !v.Found);

    /// <summary>Rings of a kind (all where it is null) whose finding holds next to nothing else, of how many.</summary>
    public (int Pure, int Rings) Pure(string? kind = null)
    {
        var rings = Verdicts.Where(v => kind is null || v.Kind == kind).ToList();
        return (rings.Count(static v => v.IsPure), rings.Count);
    }

    /// <param name="truth"><c>truth.parquet</c> of the simulated shop.</param>
    /// <param name="dataset">The shop as loaded.</param>
    /// <param name="findings">Of its transactions.</param>
    /// <param name="risks">One per finding, by number.</param>
    /// <param name="minSize">Rings smaller than this are not counted.</param>
    /// <param name="share">Part of the ring in the finding, and of the finding in the ring.</param>
    public static RingScore Of(string truth, Dataset dataset, FindingSet findings, IReadOnlyList<FindingRisk> risks, int minSize = 20, double share = 0.8)
    {
        using var db = TableConnection.Open();
        var origins = db.Query(
            $"""
            SELECT coalesce(t.ring, -1), t.innocent, t.kind
            FROM read_parquet({Sql.Text(dataset.TransactionsPath)}) d JOIN read_parquet({Sql.Text(truth)}) t USING (id) ORDER BY d.row
            """,
            static r => (Ring: r.GetInt32(0), Innocent: r.GetBoolean(1), Kind: r.GetString(2)));
        var parts = origins.Select((o, row) => (Origin: o, Finding: findings.Numbers[row]))
            .GroupBy(static p => p)
            .Select(static g => new Part(g.Key.Origin.Ring, g.Key.Origin.Innocent, g.Key.Origin.Kind, g.Key.Finding, g.Count()))
            .ToList();
        var verdicts = parts.Where(static p => p.Ring >= 0 && !p.Innocent)
            .GroupBy(static p => p.Ring)
            .OrderBy(static g => g.Key)
            .Where(g => g.Sum(static p => p.Count) >= minSize)
            .Select(g => Judge([.. g.OrderByDescending(static p => p.Count)]))
            .ToList();

        var byFinding = parts.Where(p => p.Finding >= 0 && risks[p.Finding].Risky).ToLookup(static p => p.Finding);
        int Mostly(Func<Part, bool> which) => byFinding.Count(c => 2 * c.Where(which).Sum(static p => p.Count) >= c.Sum(static p => p.Count));
        return new RingScore(verdicts, byFinding.Count, Mostly(static p => p.Ring < 0 || p.Innocent), Mostly(static p => p.Innocent && p.Ring >= 0));

        RingVerdict Judge(IReadOnlyList<Part> own)
        {
            var size = own.Sum(static p => p.Count);
            var best = own.FirstOrDefault(static p => p.Finding >= 0);
            var found = best is not null
                && risks[best.Finding].Risky
                && best.Count >= share * size
                && best.Count >= share * findings.Items[best.Finding].Size;
            var purity = best is null ? 0 : (double)best.Count / findings.Items[best.Finding].Size;
            return new RingVerdict(own[0].Ring, own[0].Kind, size, found, purity, string.Join(", ", own.Take(5).Select(Say)));
        }

        string Say(Part part)
        {
            if (part.Finding < 0) return $"{part.Count} in no finding";
            var verdict = risks[part.Finding].Risky ? "risky" : "unremarked";
            return $"{part.Count} in {verdict} finding {part.Finding} of {findings.Items[part.Finding].Size}";
        }
    }

    /// <summary>The members of one origin in one finding (-1: in none).</summary>
    private sealed record Part(int Ring, bool Innocent, string Kind, int Finding, int Count);
}
