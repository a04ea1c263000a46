using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Neighbors;

namespace Investigator.Engine.Risk.Payments;

/// <summary>What a payment's own probability is learned from: the features that people are shown, causal or not, and the known outcomes around it.</summary>
/// <param name="Columns">All of them; those of <paramref name="Nearby"/> last, in its order.</param>
/// <param name="Nearby">Known outcomes around a payment.</param>
internal sealed record PaymentColumns(IReadOnlyList<FeatureColumn> Columns, IReadOnlyList<NearbyOutcomes> Nearby)
{
    /// <summary><c>[columns][n]</c>.</summary>
    public float[][] Values() => [.. Columns.Select(static c => c.Values)];

    /// <param name="facts">Entities, page sequences, groups, outcomes.</param>
    /// <param name="features">The features.</param>
    /// <param name="graph">Neighbours in the joint space; null where there are none.</param>
    /// <param name="folds">Who may speak about whom.</param>
    /// <param name="share">Share of fraud among the known outcomes.</param>
    /// <param name="context">Threads, cancel.</param>
    public static PaymentColumns Of(
        TransactionFacts facts, FeatureMatrix features, NeighborGraph? graph, AccountFolds folds, double share, StageContext context)
    {
        var nearby = Surroundings(facts, graph, folds);
        return new PaymentColumns([.. Shown(features), .. nearby.Select(place => place.Column(facts.Outcomes, share, context))], nearby);
    }

    /// <summary>The features that are learned from.</summary>
    public static IReadOnlyList<FeatureColumn> Shown(FeatureMatrix features) => [.. features.Columns.Where(static c => c.Definition.Shown)];

    /// <summary>The known outcomes around a payment that are learned from.</summary>
    public static IReadOnlyList<NearbyOutcomes> Surroundings(TransactionFacts facts, NeighborGraph? graph, AccountFolds folds) =>
        [.. Around(facts, graph, folds)];

    private static IEnumerable<NearbyOutcomes> Around(TransactionFacts facts, NeighborGraph? graph, AccountFolds folds)
    {
        if (graph is not null) yield return new NeighborOutcomes(graph, facts, folds);
        foreach (var (name, codes) in facts.Entities)
        {
            var (safe, place) = (FeatureWords.SafeName(name), "on this " + FeatureWords.One(name));
            yield return new SharedOutcomes(safe, place, codes, facts, folds);
            yield return new NearbyInTimeOutcomes(safe, place, codes, facts, folds);
        }
        yield return new SharedOutcomes("pages", "after the same pages in the same order", facts.PageSequences, facts, folds);
        if (facts.Entities.Count > 0) yield return new SharedOutcomes("group", "in the group that shares entities", facts.Groups, facts, folds);
    }
}
