using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Neighbors;

namespace Investigator.Engine.Risk.Payments;

/// <summary>
/// Known outcomes of the nearest payments in the joint space, those on the same entity left out: of them <see cref="SharedOutcomes"/> speaks.
/// </summary>
internal sealed class NeighborOutcomes : NearbyOutcomes
{
    /// <summary>Payments that share an entity with more than this many others may be near for what they are: a carrier's address, a country.</summary>
    private const int MostOfOneHand = 100;

    private readonly NeighborGraph _graph;
    private readonly TransactionFacts _facts;
    private readonly AccountFolds _folds;
    private readonly int[][] _uses;

    public NeighborOutcomes(NeighborGraph graph, TransactionFacts facts, AccountFolds folds)
        : base("known_fraud_nearest", "among its nearest payments", "share of fraud among the nearest payments with a known outcome")
    {
        (_graph, _facts, _folds) = (graph, facts, folds);
        _uses = [.. facts.Entities.Select(static e => Uses(e.Codes))];
    }

    public override (int Frauds, int Known) Count(int row)
    {
        var (frauds, known) = (0, 0);
        foreach (var other in _graph.Indices.AsSpan(row * _graph.K, _graph.K))
        {
            if (!_folds.MaySpeak(other, row) || ShareAnEntity(row, other)) continue;
            known++;
            if (_facts.Outcomes[other] == Outcome.Fraud) frauds++;
        }
        return (frauds, known);
    }

    public override string Words(int frauds, int known)
    {
        if (known == 1) return $"its one near payment with a known outcome is fraud";
        var part = frauds == known ? known == 2 ? "both of its" : $"all {known} of its" : $"{frauds} of its {known}";
        return $"{part} nearest payments with a known outcome {(frauds == 1 ? "is" : "are")} fraud";
    }

    private bool ShareAnEntity(int row, int other)
    {
        for (var e = 0; e < _uses.Length; e++)
        {
            var codes = _facts.Entities[e].Codes;
            if (codes[row] >= 0 && codes[row] == codes[other] && _uses[e][codes[row]] <= MostOfOneHand) return true;
        }
        return false;
    }

    /// <summary><c>[n]</c> payments on the entity whose first row it is.</summary>
    private static int[] Uses(int[] codes)
    {
        var uses = new int[codes.Length];
        foreach (var code in codes) if (code >= 0) uses[code]++;
        return uses;
    }
}
