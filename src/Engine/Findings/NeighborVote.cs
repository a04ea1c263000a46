using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;

namespace Investigator.Engine.Findings;

/// <summary>
/// Which payments of no cluster belong to a finding all the same: those of which most of the nearest neighbours do (the k-nearest-neighbour rule of Cover and
/// Hart 1967, by more than a bare majority). A ring's edge is thinner than its middle, and density alone leaves it out: the more payments there are, the more
/// of them.
/// </summary>
internal static class NeighborVote
{
    /// <param name="graph">Each row's nearest neighbours.</param>
    /// <param name="labels"><c>[n]</c> cluster of each row; those of none are asked about.</param>
    /// <param name="members">Rows of each finding that may take more in; no row is in two.</param>
    /// <param name="share">More than this share of the neighbours decides; half or more.</param>
    /// <returns>Rows that each takes in, ascending. Those taken in have no voice.</returns>
    public static int[][] Count(NeighborGraph graph, int[] labels, IReadOnlyList<int[]> members, double share)
    {
        var findings = new int[labels.Length];
        Array.Fill(findings, -1);
        for (var k = 0; k < members.Count; k++) foreach (var row in members[k]) findings[row] = k;
        var added = new List<int>[members.Count];
        for (var k = 0; k < added.Length; k++) added[k] = [];
        for (var row = 0; row < labels.Length; row++)
        {
            if (labels[row] < 0 && Majority(graph.Indices.AsSpan(row * graph.K, graph.K), findings, share) is >= 0 and var finding) added[finding].Add(row);
        }

        return [.. added.Select(static rows => rows.ToArray())];
    }

    /// <summary>Said of a finding that took rows in.</summary>
    public static string Reason(int count) => Wording.Sentence(
        $"{Wording.Counted(count, "payment")} at its edge that {(count == 1 ? "lies" : "lie")} in no cluster {(count == 1 ? "was" : "were")} added: "
        + "most of the payments nearest to each are among these");

    // Whoever has more than half of the voices is who is left when different ones cancel each other (Boyer and Moore 1981).
    private static int Majority(ReadOnlySpan<int> neighbors, int[] findings, double share)
    {
        var (leader, lead) = (-1, 0);
        foreach (var neighbor in neighbors)
        {
            if (lead == 0) leader = findings[neighbor];
            lead += findings[neighbor] == leader ? 1 : -1;
        }

        var voices = 0;
        foreach (var neighbor in neighbors) if (findings[neighbor] == leader) voices++;
        return voices > share * neighbors.Length ? leader : -1;
    }
}
