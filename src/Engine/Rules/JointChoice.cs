using Investigator.Engine.Core;
using Investigator.Engine.Risk;

namespace Investigator.Engine.Rules;

/// <summary>
/// Chooses, over all findings together, rules that catch most fraud within a budget of false alarms: greedily, the rule with the largest gain per false alarm
/// next (Nemhauser, Wolsey and Fisher 1978 for what that is worth: the fraud caught is submodular). Each payment counts once, so that twins are not chosen.
/// </summary>
internal sealed class JointChoice
{
    private readonly IReadOnlyList<RuleCandidate> _candidates;
    private readonly RuleOptions _options;
    private readonly RuleMeasuring _measuring;
    private readonly Func<int, AccountPart?> _part;

    /// <summary>By candidate: fraud that it adds, in payments chosen by.</summary>
    private readonly UntakenRows _gain;

    /// <summary>By candidate: false alarms that it adds, and those that it would add with looser thresholds (all of the former among them).</summary>
    private readonly UntakenRows _hit;
    private readonly UntakenRows _near;

    /// <param name="candidates">In an order that decides ties.</param>
    /// <param name="measuring">What a payment is worth.</param>
    /// <param name="part">Of a row; null for one that serves nothing.</param>
    /// <param name="options">Bars and budget.</param>
    public JointChoice(IReadOnlyList<RuleCandidate> candidates, RuleMeasuring measuring, Func<int, AccountPart?> part, RuleOptions options)
    {
        (_candidates, _measuring, _part, _options) = (candidates, measuring, part, options);
        int[][] rows = [.. candidates.Select(static c => c.Rule.Rows)];
        _gain = new UntakenRows(rows, r => part(r) == AccountPart.Choose ? measuring.Worth(r) : 0);
        _hit = new UntakenRows(rows, r => IsAlarm(r) ? 1 - options.NearAlarm : 0);
        _near = new UntakenRows([.. candidates.Select(static c => c.Near)], r => IsAlarm(r) ? options.NearAlarm : 0);

        bool IsAlarm(int row) => part(row) is AccountPart.Learn or AccountPart.Choose && measuring.IsOther(row);
    }

    /// <param name="rows">Rows learned from or chosen by.</param>
    /// <returns>Candidates in the order chosen with what each added, and the others with why not, in their own order.</returns>
    public (IReadOnlyList<(RuleCandidate Candidate, double Gain)> Chosen, IReadOnlyList<(RuleCandidate Candidate, string Why)> Refused) Choose(int rows)
    {
        var left = _options.FalseAlarms(rows);
        var why = _candidates.Select(FindFault).ToArray();
        var taken = new List<int>();
        var gains = new double[_candidates.Count];
        var takenOf = new Dictionary<int, int>();
        while (Best() is >= 0 and var best)
        {
            taken.Add(best);
            gains[best] = _gain[best];
            takenOf[_candidates[best].Finding] = Taken(best) + 1;
            left -= Alarms(best);
            why[best] = "";
            _gain.Take(best);
            _hit.Take(best);
            _near.Take(best);
        }
        foreach (var c in Needless(taken))
        {
            taken.Remove(c);
            why[c] = "the rules chosen after it catch nearly all that it would";
        }
        return (
            [.. taken.Select(c => (_candidates[c], gains[c]))],
            [.. _candidates.Select((candidate, c) => (Candidate: candidate, Why: why[c] ?? Passed(c))).Where(static r => r.Why.Length > 0)]);

        int Best()
        {
            var (best, most) = (-1, 0.0);
            for (var c = 0; c < why.Length; c++)
            {
                if (why[c] is not null || !Adds(c) || Alarms(c) > left || Taken(c) >= _options.MaxRules) continue;
                var score = _gain[c] / (1 + Alarms(c));
                if (score > most) (best, most) = (c, score);
            }
            return best;
        }

        double Alarms(int c) => _hit[c] + _near[c];

        bool Adds(int c) => _gain[c] > 0 && _gain[c] >= _options.MinGain;

        int Taken(int c) => takenOf.GetValueOrDefault(_candidates[c].Finding);

        string Passed(int c) => !Adds(c)
            ? "the rules chosen before it catch nearly all that it would"
            : Taken(c) >= _options.MaxRules
            ? $"{Wording.Counted(_options.MaxRules, "rule")} of this finding {(_options.MaxRules == 1 ? "is" : "are")} exported already"
            : "with it all rules together would hit, or nearly hit, more payments outside risky findings than allowed "
                + $"({Wording.Rate(_options.FalseAlarmsPer10000)} of 10,000)";
    }

    /// <summary>Of the chosen, the last ones first, those that add too little to all others together: a wider rule came after them.</summary>
    private List<int> Needless(List<int> chosen)
    {
        var covers = new Dictionary<int, int>();
        foreach (var row in chosen.SelectMany(c => _candidates[c].Rule.Rows)) covers[row] = covers.GetValueOrDefault(row) + 1;
        var needless = new List<int>();
        foreach (var c in Enumerable.Reverse(chosen))
        {
            var alone = _candidates[c].Rule.Rows.Where(r => covers[r] == 1 && _part(r) == AccountPart.Choose).Sum(_measuring.Worth);
            if (alone > 0 && alone >= _options.MinGain) continue;
            needless.Add(c);
            foreach (var row in _candidates[c].Rule.Rows) covers[row]--;
        }
        return needless;
    }

    /// <summary>Why a candidate is under its bar on the part chosen by; null where it is not.</summary>
    private string? FindFault(RuleCandidate candidate)
    {
        var matched = 0;
        double worth = 0;
        foreach (var row in candidate.Rule.Rows)
        {
            if (_part(row) != AccountPart.Choose) continue;
            matched++;
            worth += _measuring.Worth(row);
        }
        if (matched == 0) return "it matches no payment of the accounts by which rules are chosen";
        var low = BetaDistribution.Quantile(0.05, worth + 0.5, Math.Max(0, matched - worth) + 0.5);
        if (low >= _options.MinFraudShare) return null;
        return $"of the {Wording.Counted(matched, "payment")} that it matches among the accounts by which rules are chosen, about {Wording.Rate(worth)} "
            + $"{(worth < 1.5 ? "is" : "are")} fraud: a share of {Wording.Percent(low)} or more is sure, {Wording.Percent(_options.MinFraudShare)} is asked";
    }
}
