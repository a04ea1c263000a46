using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.TestKit;

/// <summary>One thing that a run found.</summary>
/// <param name="Rows">Its transactions.</param>
/// <param name="Probability">Of fraud, as said.</param>
/// <param name="Risky">Whether it is called risky.</param>
public sealed record FoundGroup(int[] Rows, double Probability, bool Risky);

/// <summary>What the finding with most of a planted ring is to it.</summary>
/// <param name="Held">Share of the ring in that finding.</param>
/// <param name="Purity">Share of the ring in that finding's members.</param>
/// <param name="Risky">Whether that finding is risky.</param>
/// <param name="Parts">Findings that hold a tenth of the ring or more.</param>
public sealed record RingShare(int Ring, string Kind, int Size, double Held, double Purity, bool Risky, int Parts)
{
    /// <summary>One finding holds 80% of it and is 80% ring.</summary>
    public bool IsOne => Held >= 0.8 && Purity >= 0.8;

    /// <summary>One finding holds 80% of it and is 95% ring.</summary>
    public bool IsPureOne => Held >= 0.8 && Purity >= 0.95;

    /// <summary>The finding that holds most of it is 95% ring.</summary>
    public bool IsPure => Held >= 0.5 && Purity >= 0.95;

    public override string ToString() => FormattableString.Invariant(
        $"ring {Ring} ({Kind}, {Size}): {Held:P0} in one {(Risky ? "risky" : "unremarked")} finding that is {Purity:P0} ring; parts {Parts}");
}

/// <summary>How the planted rings of a simulated shop were found, whatever the findings are made of.</summary>
/// <param name="All">Rings of 20 transactions or more.</param>
/// <param name="InnocentRisky">Risky findings of which half or more is no fraud.</param>
/// <param name="LookAlikeRisky">Of those, half or more members of one planted innocent group.</param>
public sealed record RingShares(IReadOnlyList<RingShare> All, int InnocentRisky, int LookAlikeRisky)
{
    private const int Smallest = 20;

    public int Found => All.Count(static r => r.IsOne && r.Risky);

    public int One => All.Count(static r => r.IsOne);

    public IEnumerable<RingShare> Takeovers => All.Where(static r => r.Kind == "account_takeover");

    /// <param name="truth"><c>truth.parquet</c> of the simulated shop.</param>
    /// <param name="dataset">The shop as loaded.</param>
    /// <param name="findings">A row may be in one of them at most.</param>
    public static RingShares Of(string truth, Dataset dataset, IReadOnlyList<FoundGroup> findings)
    {
        using var db = TableConnection.Open();
        var origins = db.Query(
            $"""
            SELECT coalesce(t.ring, -1), t.innocent, t.kind
            FROM read_parquet({Sql.Text(dataset.TransactionsPath)}) d JOIN read_parquet({Sql.Text(truth)}) t USING (id) ORDER BY d.row
            """,
            static r => (Ring: r.GetInt32(0), Innocent: r.GetBoolean(1), Kind: r.GetString(2)));
        var number = new int[origins.Count];
        Array.Fill(number, -1);
        foreach (var (i, finding) in findings.Index())
        {
            foreach (var row in finding.Rows) number[row] = i;
        }

        var rings = Enumerable.Range(0, origins.Count)
            .Where(row => origins[row] is { Ring: >= 0, Innocent: false })
            .GroupBy(row => origins[row].Ring)
            .Where(static ring => ring.Count() >= Smallest)
            .OrderBy(static ring => ring.Key)
            .Select(ring => Judge(ring.Key, origins[ring.First()].Kind, [.. ring]))
            .ToList();
        var risky = findings.Where(static f => f.Risky).ToList();
        return new RingShares(rings,
            risky.Count(f => 2 * f.Rows.Count(row => origins[row].Innocent) >= f.Rows.Length),
            risky.Count(f => f.Rows.Where(row => origins[row] is { Ring: >= 0, Innocent: true })
                .GroupBy(row => origins[row].Ring).Any(g => 2 * g.Count() >= f.Rows.Length)));

        RingShare Judge(int ring, string kind, int[] rows)
        {
            var parts = rows.Where(row => number[row] >= 0)
                .GroupBy(row => number[row])
                .OrderByDescending(static g => g.Count())
                .ThenBy(static g => g.Key)
                .ToList();
            if (parts.Count == 0) return new RingShare(ring, kind, rows.Length, 0, 0, false, 0);
            var (best, held) = (findings[parts[0].Key], parts[0].Count());
            return new RingShare(ring, kind, rows.Length, (double)held / rows.Length, (double)held / best.Rows.Length, best.Risky,
                parts.Count(g => 10 * g.Count() >= rows.Length));
        }
    }
}
