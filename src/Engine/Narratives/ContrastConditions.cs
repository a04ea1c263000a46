using Investigator.Engine.Core;
using Investigator.Engine.Features;
using Investigator.Engine.Features.Kinds;
using Investigator.Engine.Risk;
using Investigator.Engine.Rules;

namespace Investigator.Engine.Narratives;

/// <summary>The strongest contrasts as conditions, so that a sentence counts rows and a reader can open them.</summary>
internal static class ContrastConditions
{
    /// <summary>
    /// At most so many conditions that most members fulfil, no two of the same matter (a window of an hour and one of a day tell the same story).
    /// </summary>
    public static List<RuleCondition> Of(FeatureMatrix features, int[] members, IReadOnlyList<FeatureContrast> contrasts, int most)
    {
        var found = new List<RuleCondition>();
        var matters = new HashSet<string>(StringComparer.Ordinal);
        foreach (var contrast in contrasts)
        {
            if (found.Count == most) break;
            var column = features.Find(contrast.Feature)!;
            if (!matters.Add(Matter(column.Definition))) continue;
            if (Conditions(column, members, contrast).FirstOrDefault(c => TellsApart(features, members, c)) is { } condition) found.Add(condition);
        }
        return found;
    }

    /// <summary>Whether the condition's share among members exceeds the others' by a fifth: "at least 0", which everybody fulfils, tells nothing.</summary>
    private static bool TellsApart(FeatureMatrix features, int[] members, RuleCondition condition)
    {
        var mine = RuleMatch.Rows(features, [condition], members).Length;
        var others = features.Count - members.Length;
        return others > 0 && ((double)mine / members.Length) - ((double)(RuleMatch.Count(features, condition) - mine) / others) >= 0.2;
    }

    /// <summary>The condition's opposite among rows that have a value.</summary>
    public static RuleCondition Opposite(RuleCondition condition) => condition.Operator switch
    {
        RuleOperator.AtLeast => condition with { Operator = RuleOperator.Below },
        RuleOperator.AtMost => condition with { Operator = RuleOperator.Above },
        RuleOperator.Is => condition with { Operator = RuleOperator.IsNot },
        _ => condition with { Operator = RuleOperator.Is },
    };

    /// <summary>First the roundest threshold that between 80% and 95% of members fulfil, then one for half of them.</summary>
    private static IEnumerable<RuleCondition> Conditions(FeatureColumn column, int[] members, FeatureContrast contrast)
    {
        var above = contrast.Effect > 0;
        if (contrast.Category is not null)
        {
            yield return new RuleCondition(contrast.Feature, above ? RuleOperator.Is : RuleOperator.IsNot, null, contrast.Category);
            yield break;
        }
        var mine = SortedValues.Sort(members.Select(r => column.Values[r]));
        foreach (var (near, far) in ((double, double)[])[(0.05, 0.2), (0.3, 0.5)])
        {
            var (low, high) = (Quantiles.Linear<float>(mine, above ? near : 1 - far), Quantiles.Linear<float>(mine, above ? far : 1 - near));
            // Between few whole values there may be no round number: then the outer quantile as it stands.
            var number = RoundNumbers.Between(low, high, column.Definition.Unit)
                ?? (above ? mine[(int)(near * (mine.Length - 1))] : mine[(int)((1 - near) * (mine.Length - 1))]);
            yield return new RuleCondition(contrast.Feature, above ? RuleOperator.AtLeast : RuleOperator.AtMost, number, null);
        }
    }

    /// <summary>Whether a feature measures over again what signs of coordination have said.</summary>
    public static bool SaysTheSame(FeatureDefinition feature, IReadOnlyCollection<(SignalKind? Signal, string? Entity)> told)
    {
        return feature.Kind switch
        {
            DistinctCount when feature.Column == "account" => Told(SignalKind.EntitySharing),
            DistinctCount or TransactionCount when told.Any(t => t.Signal == SignalKind.EntitySharing && IsKeyedOn(feature, t.Entity)) => true,
            TransactionCount when told.Any(t => t.Signal == SignalKind.NewEntities && IsKeyedOn(feature, t.Entity)) => true,
            DistinctCount when feature.Key == "account" => Told(SignalKind.EntitySpread),
            TransactionCount when feature.Key == "page_sequence" => Told(SignalKind.SamePages) || Told(SignalKind.SamePace),
            Age or NewForAccount or SinceSignUp => Told(SignalKind.NewAccounts) || Told(SignalKind.NewEntities),
            DeclineCount => Told(SignalKind.Declines),
            Dwell or TimeToPayment => TellsPace(told),
            _ => told.Any(t => t.Signal == SignalKind.EntitySharing && t.Entity is not null && feature.Name == t.Entity + "_network"),
        };

        bool Told(SignalKind kind) => told.Any(t => t.Signal == kind);
    }

    /// <summary>Whether it is said how fast the pages came.</summary>
    public static bool TellsPace(IReadOnlyCollection<(SignalKind? Signal, string? Entity)> told) =>
        told.Any(static t => t.Signal is SignalKind.SamePace or SignalKind.MachinePacing);

    /// <summary>Counted by an entity's values, or by the networks of its addresses.</summary>
    private static bool IsKeyedOn(FeatureDefinition feature, string? entity) =>
        entity is not null && (feature.Key == "entity_" + entity || feature.Key == $"{DerivedColumn.Prefix}{entity}_network");

    /// <summary>What it looks at, whatever its window: counts on one device and different accounts on it are one matter.</summary>
    private static string Matter(FeatureDefinition feature) => feature switch
    {
        { Key: not (null or "account"), Kind: TransactionCount or DistinctCount } => "use of " + feature.Key,
        { Kind: Dwell or TimeToPayment } => "pace",
        { Kind: EventCount or PageShare } => "pages",
        _ => WithoutWindow(feature.Name),
    };

    private static string WithoutWindow(string name)
    {
        var at = name.LastIndexOf('_');
        return at > 0 && at + 1 < name.Length && char.IsAsciiDigit(name[at + 1]) ? name[..at] : name;
    }
}
