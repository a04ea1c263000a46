using Investigator.Engine.Findings;
using Investigator.Engine.Risk;
using Investigator.Engine.Rules;

namespace Investigator.Engine.Runs;

/// <summary>A finding in <c>findings.json</c>.</summary>
/// <param name="Finding">Its number.</param>
/// <param name="Size">Transactions in it.</param>
/// <param name="Clusters">Labels of the clusters that it holds transactions of.</param>
/// <param name="IsPart">Whether a cluster of it has transactions in other findings too.</param>
/// <param name="Reasons">Why its clusters were joined or its cluster was divided.</param>
/// <param name="Risk">What it is worth looking at for.</param>
/// <param name="Rules">Proposed for it.</param>
/// <param name="Headline">Its story in a line.</param>
/// <param name="Narrative">Its story's sentences, end to end.</param>
internal sealed record FindingEntry(
    int Finding,
    int Size,
    IReadOnlyList<int> Clusters,
    bool IsPart,
    IReadOnlyList<string> Reasons,
    FindingRisk Risk,
    IReadOnlyList<FindingRule> Rules,
    string Headline,
    string Narrative)
{
    public Finding AsFinding() => new(Finding, Clusters, Size, IsPart, Reasons);
}
