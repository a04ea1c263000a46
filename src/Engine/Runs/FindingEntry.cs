using Investigator.Engine.Risk;
using Investigator.Engine.Rules;

namespace Investigator.Engine.Runs;

/// <summary>A cluster in <c>clusters.json</c>.</summary>
/// <param name="Id">Its label.</param>
/// <param name="Size">Transactions in it.</param>
/// <param name="Stability">Excess of mass.</param>
/// <param name="Persistence">Stability over the largest possible for its size; null in files from before it was written.</param>
/// <param name="Risk">What it is worth looking at for.</param>
/// <param name="Rules">Proposed for it.</param>
/// <param name="Headline">Its story in a line.</param>
/// <param name="Narrative">Its story's sentences, end to end.</param>
internal sealed record FindingEntry(
    int Id, int Size, double Stability, double? Persistence, FindingRisk Risk, IReadOnlyList<FindingRule> Rules, string Headline, string Narrative);
