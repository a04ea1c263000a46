using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Neighbors;

namespace Investigator.Engine.Risk.Payments;

/// <summary>Known outcomes of the nearest payments in the joint space.</summary>
internal sealed class NeighborOutcomes(NeighborGraph graph, TransactionFacts facts, AccountFolds folds)
    : NearbyOutcomes("known_fraud_nearest", "share of fraud among the nearest payments with a known outcome")
{
    public override (int Frauds, int Known) Count(int row)
    {
        var (frauds, known) = (0, 0);
        foreach (var other in graph.Indices.AsSpan(row * graph.K, graph.K))
        {
            if (!folds.MaySpeak(other, row)) continue;
            known++;
            if (facts.Outcomes[other] == Outcome.Fraud) frauds++;
        }
        return (frauds, known);
    }

    public override string Words(int frauds, int known) => known == 1 ? "its one near payment with a known outcome is fraud"
        : $"{frauds} of its {known} nearest payments with a known outcome {(frauds == 1 ? "is" : "are")} fraud";
}
