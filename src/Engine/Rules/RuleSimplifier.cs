using Investigator.Engine.Features;

namespace Investigator.Engine.Rules;

/// <summary>Turns a path of the tree into the shortest and roundest conjunction that measures as well on the rows learned from.</summary>
/// <param name="features">The matrix.</param>
/// <param name="members">Members learned from.</param>
/// <param name="others">Rows learned from that are no members.</param>
/// <param name="tolerance">Part of the members that may be lost; others are never gained.</param>
internal sealed class RuleSimplifier(FeatureMatrix features, RowBits members, RowBits others, double tolerance)
{
    /// <param name="path">Splits from the root on.</param>
    /// <returns>Conditions in the order of the path with what they match; null where a condition cannot be said or none is left.</returns>
    public RuleDraft? Simplify(List<Split> path)
    {
        var splits = Merge(path);
        var exact = splits.Select(s => s.Exact()).ToList();
        if (exact.Contains(null) || exact.Count == 0) return null;
        var conditions = exact.OfType<RuleCondition>().ToList();
        var bits = conditions.Select(Match).ToList();
        Drop(splits, conditions, bits);
        var target = Count(bits);
        for (var i = 0; i < splits.Count; i++)
        {
            foreach (var number in Rounder(splits[i], conditions[i]))
            {
                var (before, beforeBits) = (conditions[i], bits[i]);
                conditions[i] = before with { Number = number };
                bits[i] = Match(conditions[i]);
                if (Holds(Count(bits), target)) break;
                (conditions[i], bits[i]) = (before, beforeBits);
            }
        }
        return Of(conditions, bits);
    }

    /// <summary>What conditions match.</summary>
    public RuleDraft Of(IReadOnlyList<RuleCondition> conditions) => Of(conditions, [.. conditions.Select(Match)]);

    private RuleDraft Of(IReadOnlyList<RuleCondition> conditions, IReadOnlyList<RowBits> bits)
    {
        var (found, wrong) = Count(bits);
        return new RuleDraft(conditions, RowBits.And(bits), found, wrong);
    }

    private RowBits Match(RuleCondition condition) => RowBits.Of(ConditionTest.Of(features, condition), features.Count);

    private (int Members, int Others) Count(IReadOnlyList<RowBits> bits, int except = -1) =>
        (RowBits.Count(members, bits, except), RowBits.Count(others, bits, except));

    /// <summary>Of one feature's bounds on one side only the tightest says anything; a level that it is makes needless which others it is not.</summary>
    private static List<Split> Merge(List<Split> path)
    {
        var merged = new List<Split>();
        foreach (var split in path)
        {
            var same = merged.FindIndex(m => m.Feature == split.Feature && m.Operator == split.Operator && m.Operator != RuleOperator.IsNot);
            if (same < 0) merged.Add(split);
            else if (split.Operator == RuleOperator.AtLeast ? split.Bin > merged[same].Bin : split.Bin < merged[same].Bin) merged[same] = split;
        }
        merged.RemoveAll(m => m.Operator == RuleOperator.IsNot && merged.Exists(o => o.Feature == m.Feature && o.Operator == RuleOperator.Is));
        return merged;
    }

    /// <summary>Drops, one after another, the condition whose loss costs least, as long as the measures hold.</summary>
    private void Drop(List<Split> splits, List<RuleCondition> conditions, List<RowBits> bits)
    {
        var target = Count(bits);
        while (conditions.Count > 1)
        {
            var best = Enumerable.Range(0, conditions.Count)
                .Select(i => (Index: i, Counts: Count(bits, i)))
                .Where(c => Holds(c.Counts, target))
                .OrderBy(c => c.Counts.Others).ThenByDescending(c => c.Counts.Members).ThenByDescending(c => c.Index)
                .Select(c => c.Index).DefaultIfEmpty(-1).First();
            if (best < 0) return;
            splits.RemoveAt(best);
            conditions.RemoveAt(best);
            bits.RemoveAt(best);
        }
    }

    private bool Holds((int Members, int Others) now, (int Members, int Others) target) =>
        now.Members > 0 && now.Members >= (1 - tolerance) * target.Members && now.Others <= target.Others;

    /// <summary>
    /// Thresholds to try, roundest first: round numbers within ever fewer bins around the split, within 5% and 1% of it, and what lies between the two bins.
    /// </summary>
    private static IEnumerable<double> Rounder(Split split, RuleCondition condition)
    {
        if (condition.Number is not { } exact) return [];
        var unit = split.Feature.Column.Definition.Unit;
        double?[] found =
        [
            Near(split, 12), Near(split, 6), Near(split, 3),
            RoundNumbers.Between(exact - Math.Abs(exact * 0.05), exact + Math.Abs(exact * 0.05), unit),
            Near(split, 1),
            RoundNumbers.Between(exact - Math.Abs(exact * 0.01), exact + Math.Abs(exact * 0.01), unit),
            Near(split, 0),
        ];
        return found.OfType<double>();
    }

    private static double? Near(Split split, int width)
    {
        var (feature, bin) = (split.Feature, split.Bin);
        var below = feature.Highs[Math.Max(0, bin - width)];
        var above = feature.Lows[Math.Min(feature.Count - 1, bin + 1 + width)];
        var unit = feature.Column.Definition.Unit;
        // At least: above the lower bin's largest value up to the upper bin's smallest; at most: the other way about.
        return split.Operator == RuleOperator.AtLeast
            ? RoundNumbers.Between(Math.BitIncrement((double)below), above, unit)
            : RoundNumbers.Between(below, Math.BitDecrement((double)above), unit);
    }
}

/// <summary>A rule whose rows are not listed yet: most are dropped by their counts.</summary>
/// <param name="Conditions">All must hold.</param>
/// <param name="Bits">Every row that it matches.</param>
/// <param name="Members">Of the members learned from, it matches.</param>
/// <param name="Others">Of the others learned from, it matches.</param>
internal sealed record RuleDraft(IReadOnlyList<RuleCondition> Conditions, RowBits Bits, int Members, int Others)
{
    public SimpleRule Settle() => new(Conditions, RowBits.Rows([Bits]), Members, Others);
}

/// <param name="Conditions">All must hold.</param>
/// <param name="Rows">Every row that it matches, of whatever part, ascending.</param>
/// <param name="Members">Of the members learned from, it matches.</param>
/// <param name="Others">Of the others learned from, it matches.</param>
internal sealed record SimpleRule(IReadOnlyList<RuleCondition> Conditions, int[] Rows, int Members, int Others);
