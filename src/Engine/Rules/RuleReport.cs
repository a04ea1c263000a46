using Investigator.Engine.Core;
using Investigator.Engine.Features;
using Investigator.Engine.Findings;

namespace Investigator.Engine.Rules;

/// <summary>Chosen and refused candidates -> rules with figures, names and reasons.</summary>
internal sealed class RuleReport(
    FeatureMatrix features, FindingSet findings, RuleMeasuring measuring, Func<int, AccountPart?> part, MeasuredParts sizes, RuleOptions options)
{
    /// <param name="chosen">In the order chosen.</param>
    /// <param name="refused">In the order of findings.</param>
    public IReadOnlyList<FindingRule> Of(
        IReadOnlyList<(RuleCandidate Candidate, double Gain)> chosen, IReadOnlyList<(RuleCandidate Candidate, string Why)> refused)
    {
        var exported = new List<(RuleCandidate Candidate, double Gain)>();
        var withheld = new List<(RuleCandidate Candidate, string Why)>();
        foreach (var (candidate, gain) in chosen)
        {
            if (FindFault(candidate) is { } fault) withheld.Add((candidate, fault));
            else exported.Add((candidate, gain));
        }
        var matchers = new Dictionary<int, int>();
        foreach (var row in exported.SelectMany(e => e.Candidate.Rule.Rows)) matchers[row] = matchers.GetValueOrDefault(row) + 1;
        var rules = new List<FindingRule>();
        var named = new Dictionary<int, int>();
        var scale = sizes.Choose.Rows == 0 ? 0 : (double)sizes.Choose.Whole / sizes.Choose.Rows;
        foreach (var (candidate, gain) in exported)
        {
            rules.Add(Write(candidate, row => matchers[row] > 1) with { Rank = rules.Count + 1, Gain = gain * scale });
        }

        // A rule that was chosen and failed stands before those that were refused because of it.
        withheld.AddRange(refused);
        foreach (var group in withheld.GroupBy(w => w.Candidate.Finding).OrderBy(g => g.Key))
        {
            rules.AddRange(Worthy(group.Key, [.. group], exported.Where(e => e.Candidate.Finding == group.Key))
                .Select(w => Write(w.Candidate, matchers.ContainsKey) with { Withheld = Wording.Sentence(w.Why) }));
        }
        return rules;

        FindingRule Write(RuleCandidate candidate, Predicate<int> shared)
        {
            var number = named[candidate.Finding] = named.GetValueOrDefault(candidate.Finding) + 1;
            var (conditions, rows) = (candidate.Rule.Conditions, candidate.Rule.Rows);
            return new FindingRule
            {
                Id = FormattableString.Invariant($"f{candidate.Finding}-r{number}"),
                Finding = candidate.Finding,
                Conditions = conditions,
                Text = RuleText.Words(features, conditions),
                Sql = RuleSql.Predicate(new AllOf(conditions)),
                Features = RuleFeature.Of(features, conditions),
                Chosen = Measure(candidate, AccountPart.Choose, sizes.Choose, shared),
                Measured = sizes.Measure.Rows == 0 ? null : Measure(candidate, AccountPart.Measure, sizes.Measure, shared),
                After = sizes.After.Rows == 0 ? null : Measure(candidate, null, sizes.After, shared),
                Matched = rows.Length,
                InFinding = rows.Count(r => findings.Numbers[r] == candidate.Finding),
            };
        }
    }

    private RuleFigures Measure(RuleCandidate candidate, AccountPart? which, PartFigures size, Predicate<int>? shared) =>
        measuring.Measure(candidate.Finding, candidate.Rule.Rows, r => part(r) == which, size, shared);

    /// <summary>Of what is withheld, what says something beside a finding's exported rules: each brings payments of its own.</summary>
    private IEnumerable<(RuleCandidate Candidate, string Why)> Worthy(
        int finding, IReadOnlyList<(RuleCandidate Candidate, string Why)> withheld, IEnumerable<(RuleCandidate Candidate, double Gain)> exported)
    {
        var caught = new HashSet<int>();
        var count = 0;
        foreach (var (candidate, _) in exported)
        {
            caught.UnionWith(Own(candidate));
            count++;
        }
        var size = findings.Items[finding].Size;
        foreach (var (candidate, why) in withheld)
        {
            if (count == options.MaxRules) yield break;
            var fresh = Own(candidate).Count(caught.Add);
            // A further rule is worth reading where it brings a twentieth of the finding that the ones before did not.
            if (fresh < Math.Max(1, 0.05 * size)) continue;
            count++;
            yield return (candidate, why);
        }

        IEnumerable<int> Own(RuleCandidate candidate) => candidate.Rule.Rows.Where(r => findings.Numbers[r] == finding);
    }

    /// <summary>Why a chosen rule fails where it is measured; null where it does not.</summary>
    private string? FindFault(RuleCandidate candidate)
    {
        var figures = Measure(candidate, AccountPart.Measure, sizes.Measure, null);
        if (figures.FindingRows == 0) return "it is not measured: none of the finding's payments is of an account that was kept apart";
        var worth = candidate.Rule.Rows.Where(r => part(r) == AccountPart.Measure).Sum(measuring.Worth);
        if (figures.Matched == 0 || worth <= 0) return "on the accounts kept apart it catches nothing";
        if (figures.FraudShare < options.MinMeasuredShare)
        {
            return $"on the accounts kept apart {Wording.Count(figures.KnownFraud)} of {Wording.Count(figures.Known)} known outcomes that it matches "
                + $"{(figures.KnownFraud == 1 ? "is" : "are")} fraud: {Wording.Percent(options.MinMeasuredShare)} is asked";
        }
        var allowed = (int)options.FalseAlarms(figures.Rows);
        if (figures.Others > allowed)
        {
            return $"on the accounts kept apart it hits {Wording.Counted(figures.Others, "payment")} that are known as legitimate or lie in no risky finding: "
                + $"{Wording.Count(allowed)} {(allowed == 1 ? "is" : "are")} allowed";
        }
        return worth >= options.MinFraudShare * figures.Matched ? null
            : $"on the accounts kept apart about {Wording.Rate(worth)} of its {Wording.Counted(figures.Matched, "match")} "
                + $"{(worth < 1.5 ? "is" : "are")} fraud: {Wording.Percent(options.MinFraudShare)} is asked";
    }
}
