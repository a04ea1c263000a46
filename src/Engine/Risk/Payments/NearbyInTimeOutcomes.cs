using Investigator.Engine.Core;
using Investigator.Engine.Facts;

namespace Investigator.Engine.Risk.Payments;

/// <summary>
/// The few known outcomes nearest in time on the same entity: a compromised place is bad for some weeks, and all its outcomes together hide that.
/// </summary>
internal sealed class NearbyInTimeOutcomes : NearbyOutcomes
{
    private const int Nearest = 5;

    /// <summary>Known payments looked at on each side: one account's own may fill the place.</summary>
    private const int Farthest = 32;

    private readonly TransactionFacts _facts;
    private readonly AccountFolds _folds;
    private readonly int[] _keys;
    private readonly CompressedLists _known;

    /// <param name="name">Short: <c>device</c>.</param>
    /// <param name="place">"on this device".</param>
    /// <param name="codes"><c>[n]</c> the entity as a number below n; negative for none.</param>
    /// <param name="facts">Outcomes and times.</param>
    /// <param name="folds">Who may speak about whom.</param>
    public NearbyInTimeOutcomes(string name, string place, int[] codes, TransactionFacts facts, AccountFolds folds)
        : base("known_fraud_around_" + name, place, $"share of fraud among the {Nearest} known outcomes nearest in time {place}")
    {
        (_facts, _folds, _keys) = (facts, folds, codes);
        var known = new int[codes.Length];
        for (var row = 0; row < known.Length; row++) known[row] = facts.Outcomes[row] == Outcome.Unknown ? -1 : codes[row];
        _known = CompressedLists.ByKey(known, codes.Length);
    }

    public override (int Frauds, int Known) Count(int row)
    {
        var (frauds, count) = (0, 0);
        if (_keys[row] < 0) return (0, 0);
        var known = _known[_keys[row]];
        var place = SortedSearch.CountBelow(known, row);
        var (before, after) = (place - 1, place);
        var (first, last) = (Math.Max(0, place - Farthest), Math.Min(known.Length, place + Farthest));
        while (count < Nearest)
        {
            while (before >= first && !_folds.MaySpeak(known[before], row)) before--;
            while (after < last && !_folds.MaySpeak(known[after], row)) after++;
            if (before < first && after >= last) break;
            var isBefore = after >= last || (before >= first && Apart(known[before], row) <= Apart(row, known[after]));
            var nearest = isBefore ? known[before--] : known[after++];
            count++;
            if (_facts.Outcomes[nearest] == Outcome.Fraud) frauds++;
        }
        return (frauds, count);
    }

    public override string Words(int frauds, int known)
    {
        if (known == 1) return $"the known outcome nearest in time {Place} is fraud";
        var part = frauds == known ? known == 2 ? "both" : $"all {known}" : $"{frauds} of the {known}";
        return $"{part} known outcomes nearest in time {Place} {(frauds == 1 ? "is" : "are")} fraud";
    }

    private long Apart(int earlier, int later) => _facts.Times[later] - _facts.Times[earlier];
}
