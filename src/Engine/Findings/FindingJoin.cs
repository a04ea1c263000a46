using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Risk;

namespace Investigator.Engine.Findings;

/// <summary>Joins risky parts that are of one ring.</summary>
/// <remarks>
/// Pairs are joined strongest first. Parts that are joined are compared again as what they have become, so that a chain ends where its two ends have nothing in
/// common any more; nothing is joined beyond the size that a cluster may have, nor where known outcomes say that one side is fraud and the other is not.
/// </remarks>
internal sealed class FindingJoin(SharedTies shared, TransactionFacts facts, int tieCount, int maxSize)
{
    /// <summary>A value in more parts than this would make every pair of them a candidate.</summary>
    private const int MaxParts = 50;

    /// <summary>By known outcomes: this share and more is fraud, below it is not; each with 95% certainty.</summary>
    private const double MostlyFraud = 0.5;
    private const int MinKnown = 3;

    /// <param name="parts">Rows of each part that is risky or probably a ring, ascending.</param>
    /// <param name="isRisky">Of each part; one that is not joins a risky one by entities alone.</param>
    /// <param name="names">How each is called in a reason: cluster 5.</param>
    /// <param name="cancel">Checked at each pair.</param>
    public IReadOnlyList<JoinedParts> Join(IReadOnlyList<int[]> parts, IReadOnlyList<bool> isRisky, IReadOnlyList<string> names, CancellationToken cancel)
    {
        var joined = new DisjointSet(parts.Count);
        JoinedParts[] groups = [.. parts.Select((rows, i) => new JoinedParts([i], rows, isRisky[i], shared.ProfileOf(rows), []))];
        var bonds = new List<(int A, int B, double Strength)>();
        foreach (var (a, b) in Candidates(groups, cancel))
        {
            cancel.ThrowIfCancellationRequested();
            if (Between(groups[a], groups[b]) is { } bond) bonds.Add((a, b, bond.Strength));
        }

        foreach (var (a, b, _) in bonds.OrderByDescending(static b => b.Strength).ThenBy(static b => b.A).ThenBy(static b => b.B))
        {
            cancel.ThrowIfCancellationRequested();
            var (one, other) = (groups[joined.Find(a)], groups[joined.Find(b)]);
            if (one == other || one.Rows.Length + other.Rows.Length > maxSize || Contradict(one.Rows, other.Rows)) continue;
            if (Between(one, other) is not { } bond) continue;
            joined.Join(a, b);
            int[] rows = [.. one.Rows.Concat(other.Rows).Order()];
            var reason = Wording.Sentence($"{Sides(one, other)} {bond.Says}");
            groups[joined.Find(a)] = new JoinedParts(
                [.. one.Parts.Concat(other.Parts).Order()], rows, IsRisky: true, shared.ProfileOf(rows), [.. one.Reasons, .. other.Reasons, reason]);
        }

        return [.. groups.Where((_, i) => joined.Find(i) == i)];

        string Sides(JoinedParts one, JoinedParts other) => one.Parts.Count + other.Parts.Count == 2
            ? $"{names[one.Parts[0]]} and {names[other.Parts[0]]}" : $"{Side(one)} on one side and {Side(other)} on the other";

        string Side(JoinedParts group) => Wording.Listed([.. group.Parts.Select(i => names[i])]);
    }

    /// <summary>A few known outcomes more or less make a part risky or not; what shares its devices with a risky one is of it all the same.</summary>
    private Bond? Between(JoinedParts a, JoinedParts b)
    {
        if (!a.IsRisky && !b.IsRisky) return null;
        var bond = shared.Between(a.Rows, a.Profile, b.Rows, b.Profile);
        return (a.IsRisky && b.IsRisky) || bond is { IsByEntities: true } ? bond : null;
    }

    /// <summary>Pairs that share a value, and pairs near in time, each once.</summary>
    private SortedSet<(int A, int B)> Candidates(JoinedParts[] parts, CancellationToken cancel)
    {
        var pairs = new SortedSet<(int, int)>();
        for (var tie = 0; tie < tieCount; tie++)
        {
            var partsOf = new Dictionary<int, SortedSet<int>>();
            for (var i = 0; i < parts.Length; i++)
            {
                foreach (var row in parts[i].Rows)
                {
                    if (shared.Code(tie, row) is not (>= 0 and var code)) continue;
                    if (!partsOf.TryGetValue(code, out var known)) partsOf[code] = known = [];
                    known.Add(i);
                }
            }

            foreach (var known in partsOf.Values.Where(static known => known.Count is > 1 and <= MaxParts))
            {
                foreach (var a in known) foreach (var b in known.Where(b => b > a)) pairs.Add((a, b));
            }
        }

        // By their beginnings, a part meets in time those that begin before it ends, and no others after it.
        int[] order = [.. Enumerable.Range(0, parts.Length).OrderBy(i => parts[i].Profile.First)];
        for (var i = 0; i < order.Length; i++)
        {
            cancel.ThrowIfCancellationRequested();
            var one = parts[order[i]].Profile;
            for (var j = i + 1; j < order.Length && parts[order[j]].Profile.First <= one.Last; j++)
            {
                if (!SharedTies.AreAlike(one, parts[order[j]].Profile)) continue;
                pairs.Add((Math.Min(order[i], order[j]), Math.Max(order[i], order[j])));
            }
        }

        return pairs;
    }

    /// <summary>Whether the one's known outcomes are mostly fraud and the other's mostly not.</summary>
    private bool Contradict(int[] rows, int[] others)
    {
        var (one, other) = (Leaning(rows), Leaning(others));
        return one * other < 0;
    }

    /// <returns>1 for mostly fraud, -1 for mostly legitimate, 0 where too little is known to say.</returns>
    private int Leaning(int[] rows)
    {
        var fraud = rows.Count(row => facts.Outcomes[row] == Outcome.Fraud);
        var legitimate = rows.Count(row => facts.Outcomes[row] == Outcome.Legitimate);
        if (fraud + legitimate < MinKnown) return 0;
        if (BetaDistribution.Quantile(0.05, fraud + 0.5, legitimate + 0.5) >= MostlyFraud) return 1;
        return BetaDistribution.Quantile(0.95, fraud + 0.5, legitimate + 0.5) < MostlyFraud ? -1 : 0;
    }
}

/// <summary>Parts of one ring.</summary>
/// <param name="Parts">Their indices, ascending.</param>
/// <param name="Rows">All their rows, ascending.</param>
/// <param name="IsRisky">Whether one of them is.</param>
/// <param name="Profile">Of those.</param>
/// <param name="Reasons">Why they were joined, a sentence for each time.</param>
internal sealed record JoinedParts(IReadOnlyList<int> Parts, int[] Rows, bool IsRisky, Profile Profile, IReadOnlyList<string> Reasons);
