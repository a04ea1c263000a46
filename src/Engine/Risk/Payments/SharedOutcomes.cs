using Investigator.Engine.Core;
using Investigator.Engine.Facts;

namespace Investigator.Engine.Risk.Payments;

/// <summary>Known outcomes of all payments that have something in common: a device, a page sequence, a group.</summary>
internal sealed class SharedOutcomes : NearbyOutcomes
{
    private readonly TransactionFacts _facts;
    private readonly AccountFolds _folds;
    private readonly int[] _keys;
    private readonly int[] _known;
    private readonly int[] _frauds;

    /// <param name="name">Short: <c>device</c>.</param>
    /// <param name="place">"on this device".</param>
    /// <param name="codes"><c>[n]</c> what they have in common as a number below n; negative for none.</param>
    /// <param name="facts">Outcomes.</param>
    /// <param name="folds">Who may speak about whom.</param>
    public SharedOutcomes(string name, string place, int[] codes, TransactionFacts facts, AccountFolds folds)
        : base("known_fraud_shared_" + name, place, $"share of fraud among the known outcomes {place}")
    {
        (_facts, _folds) = (facts, folds);
        var numberOf = new int[codes.Length];
        Array.Fill(numberOf, -1);
        var numbers = 0;
        for (var row = 0; row < codes.Length; row++)
        {
            if (codes[row] >= 0 && facts.Outcomes[row] != Outcome.Unknown && numberOf[codes[row]] < 0) numberOf[codes[row]] = numbers++;
        }
        _keys = Array.ConvertAll(codes, code => code < 0 ? -1 : numberOf[code]);
        (_known, _frauds) = (new int[numbers * folds.Count], new int[numbers * folds.Count]);
        for (var row = 0; row < codes.Length; row++)
        {
            if (_keys[row] < 0 || facts.Outcomes[row] == Outcome.Unknown) continue;
            var at = (_keys[row] * folds.Count) + folds.Of(row);
            _known[at]++;
            if (facts.Outcomes[row] == Outcome.Fraud) _frauds[at]++;
        }
    }

    public override (int Frauds, int Known) Count(int row)
    {
        var (frauds, known) = (0, 0);
        if (_keys[row] < 0) return (0, 0);
        var own = _facts.Outcomes[row] == Outcome.Unknown ? -1 : _folds.Of(row);
        for (var fold = 0; fold < _folds.Count; fold++)
        {
            if (fold == own) continue;
            known += _known[(_keys[row] * _folds.Count) + fold];
            frauds += _frauds[(_keys[row] * _folds.Count) + fold];
        }
        return (frauds, known);
    }

    public override string Words(int frauds, int known) => known == 1
        ? $"the one known outcome {Place} is fraud"
        : $"{Wording.PartOf(frauds, known, "known outcome")} {Place} {(frauds == 1 ? "is" : "are")} fraud";
}
