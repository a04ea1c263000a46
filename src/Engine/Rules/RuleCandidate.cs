using Investigator.Engine.Features;

namespace Investigator.Engine.Rules;

/// <summary>A rule that might be exported.</summary>
/// <param name="Finding">The finding that it was learned for.</param>
/// <param name="Place">Among the finding's candidates, best while learning first.</param>
/// <param name="Rule">What it says and matches.</param>
/// <param name="Near">
/// Rows that it should not hit, of those learned from or chosen by, that it would match with looser thresholds (<see cref="RuleMargin"/>), ascending; only the
/// first of more than all rules together may have.
/// </param>
internal sealed record RuleCandidate(int Finding, int Place, SimpleRule Rule, int[] Near);

/// <summary>Learns candidates for one finding after another: paths of a decision tree, simplified, and what its members have in common.</summary>
/// <param name="features">The matrix.</param>
/// <param name="bins">Its causal features in bins.</param>
/// <param name="others">Rows learned from that no rule should hit, ascending.</param>
/// <param name="alarms">Rows learned from or chosen by that no rule should hit.</param>
/// <param name="mostNear">Rows that a candidate could be near to and still be chosen.</param>
/// <param name="options">How.</param>
internal sealed class CandidateSearch(
    FeatureMatrix features, IReadOnlyList<BinnedFeature> bins, int[] others, RowBits alarms, int mostNear, RuleOptions options)
{
    private readonly RowBits _others = RowBits.Of(others, features.Count);
    private readonly int[][] _histograms = DecisionTree.Histograms(bins, others);
    private readonly IReadOnlyList<FeatureColumn> _usable = [.. bins.Select(b => b.Column)];

    /// <param name="finding">Its number.</param>
    /// <param name="members">Rows of it that are learned from, and are not known as legitimate.</param>
    /// <param name="cancel">Stops the search.</param>
    /// <returns>Best first.</returns>
    public IReadOnlyList<RuleCandidate> Of(int finding, int[] members, CancellationToken cancel)
    {
        if (members.Length == 0) return [];
        var simplifier = new RuleSimplifier(features, RowBits.Of(members, features.Count), _others, options.Tolerance);
        var tightener = new RuleTightener(features, _usable, others, _others, options.MaxConditions);
        return
        [
            .. Rules().Where(r => r.Members >= Math.Min(3, members.Length) && r.Members >= options.MinRecall * members.Length)
                .Where(r => r.Members >= options.MinPrecision * (r.Members + r.Others))
                .OrderByDescending(r => 2.0 * r.Members / (r.Members + r.Others + members.Length)).ThenBy(r => r.Conditions.Count)
                .Select((r, place) => new RuleCandidate(finding, place, r.Settle(), RuleMargin.Rows(features, r.Conditions, alarms, mostNear + 1))),
        ];

        IEnumerable<RuleDraft> Rules()
        {
            foreach (var path in new DecisionTree(bins, options.MaxDepth, cancel).Paths(members, others, _histograms, options.MinPrecision))
            {
                cancel.ThrowIfCancellationRequested();
                if (simplifier.Simplify(path) is not { } rule) continue;
                yield return rule;
                foreach (var tighter in tightener.Tighten(rule.Conditions, members)) yield return simplifier.Of(tighter);
                // What the same members have in common from the start keeps further away from others than what a tree tells them apart by.
                foreach (var common in tightener.Tighten([], RuleMatch.Rows(features, rule.Conditions, members))) yield return simplifier.Of(common);
            }
            foreach (var common in tightener.Tighten([], members)) yield return simplifier.Of(common);
        }
    }
}
