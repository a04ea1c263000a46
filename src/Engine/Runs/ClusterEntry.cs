using Investigator.Engine.Clusters;
using Investigator.Engine.Risk;
using Investigator.Engine.Rules;

namespace Investigator.Engine.Runs;

/// <summary>A cluster in <c>clusters.json</c>.</summary>
/// <param name="Id">Its label.</param>
/// <param name="Size">Transactions in it.</param>
/// <param name="Stability">Excess of mass.</param>
/// <param name="Persistence">Stability over the largest possible for its size; null in files from before it was written.</param>
/// <param name="Findings">Numbers of the findings that its transactions are in; none for those that are in none.</param>
internal sealed record ClusterEntry(int Id, int Size, double Stability, double? Persistence, IReadOnlyList<int> Findings)
{
    public ClusterStability AsStability() => new(Size, Stability, Persistence ?? 0);
}

/// <summary>
/// A cluster in <c>clusters.json</c> of formats 0 and 1, which knew no findings: what <see cref="FindingEntry"/> says now stood with the cluster.
/// </summary>
internal sealed record FormerClusterEntry(
    int Id, int Size, double Stability, double? Persistence, FindingRisk? Risk, IReadOnlyList<FindingRule> Rules, string Headline, string Narrative)
{
    public ClusterEntry AsCluster() => new(Id, Size, Stability, Persistence, [Id]);

    /// <summary>Each cluster was a finding.</summary>
    public FindingEntry AsFinding() => new(Id, Size, [Id], false, [], Risk!, Rules, Headline, Narrative);
}
