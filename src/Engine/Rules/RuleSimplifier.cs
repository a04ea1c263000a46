using Investigator.Engine.Features;

namespace Investigator.Engine.Rules;

/// <summary>Turns a path of the tree into the shortest and roundest conjunction that measures as well on the rows learned from.</summary>
/// <param name="features">The matrix.</param>
/// <param name="members">Members learned from.</param>
/// <param name="rows">Rows learned from: 0 up to this.</param>
/// <param name="tolerance">Part of precision and of recall that may be lost.</param>
internal sealed class RuleSimplifier(FeatureMatrix features, int[] members, int rows, double tolerance)
{
    /// <param name="path">Splits from the root on.</param>
    /// <returns>Conditions in the order of the path; empty where none matters.</returns>
    public List<RuleCondition> Simplify(List<Split> path)
    {
        var splits = Merge(path);
        var conditions = splits.Select(s => s.Exact()).ToList();
        Drop(splits, conditions);
        var target = Count(conditions);
        for (var i = 0; i < splits.Count; i++)
        {
            foreach (var number in Rounder(splits[i]))
            {
                var before = conditions[i];
                conditions[i] = before with { Number = number };
                if (Holds(Count(conditions), target)) break;
                conditions[i] = before;
            }
        }
        return conditions;
    }

    /// <summary>Rows matched, and members among them.</summary>
    public (int Matched, int InCluster) Count(IReadOnlyList<RuleCondition> conditions)
    {
        var test = RowTest.Of(features, new AllOf(conditions));
        int matched = 0, inCluster = 0;
        for (var i = 0; i < rows; i++)
        {
            if (test.Holds(i)) matched++;
        }
        foreach (var row in members)
        {
            if (test.Holds(row)) inCluster++;
        }
        return (matched, inCluster);
    }

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
    private void Drop(List<Split> splits, List<RuleCondition> conditions)
    {
        var target = Count(conditions);
        while (conditions.Count > 1)
        {
            var best = Enumerable.Range(0, conditions.Count)
                .Select(i => (Index: i, Counts: Count([.. conditions.Where((_, j) => j != i)])))
                .Where(c => Holds(c.Counts, target))
                .OrderByDescending(c => (double)c.Counts.InCluster / c.Counts.Matched).ThenByDescending(c => c.Index)
                .Select(c => c.Index).DefaultIfEmpty(-1).First();
            if (best < 0) return;
            splits.RemoveAt(best);
            conditions.RemoveAt(best);
        }
    }

    private bool Holds((int Matched, int InCluster) now, (int Matched, int InCluster) target) =>
        now.InCluster > 0
        && now.InCluster >= (1 - tolerance) * target.InCluster
        && (double)now.InCluster / now.Matched >= (1 - tolerance) * target.InCluster / Math.Max(1, target.Matched);

    /// <summary>
    /// Thresholds to try, roundest first: round numbers within ever fewer bins around the split, within 5% and 1% of it, and what lies between the two bins.
    /// </summary>
    private static IEnumerable<double> Rounder(Split split)
    {
        if (split.Operator is RuleOperator.Is or RuleOperator.IsNot) return [];
        var unit = split.Feature.Column.Definition.Unit;
        var exact = split.Exact().Number!.Value;
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
