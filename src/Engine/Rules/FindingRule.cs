using System.Text.Json.Serialization;
using Investigator.Engine.Features;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Rules;

/// <summary>A conjunction that picks out a risky finding.</summary>
public sealed record FindingRule
{
    /// <summary>Unique within a run: <c>f12-r1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The finding's number.</summary>
    [FormerKey("cluster")]
    public required int Finding { get; init; }

    /// <summary>All must hold; they are on features known at payment time.</summary>
    public required IReadOnlyList<RuleCondition> Conditions { get; init; }

    [JsonIgnore]
    public RuleExpression Expression => new AllOf(Conditions);

    /// <summary>In plain words: <c>accounts on this device in the last 24 hours is at least 5 and …</c>.</summary>
    public required string Text { get; init; }

    /// <summary>A DuckDB predicate over the feature columns.</summary>
    public required string Sql { get; init; }

    /// <summary>How each feature that it names is computed.</summary>
    public IReadOnlyList<RuleFeature> Features { get; init; } = [];

    /// <summary>Why it is not exported, a sentence; null for an exported rule.</summary>
    public string? Withheld { get; init; }

    [JsonIgnore]
    public bool IsExported => Withheld is null;

    /// <summary>Place in the order in which the joint set was chosen, from 1: the first adds most. Null for one that is not exported.</summary>
    public int? Rank { get; init; }

    /// <summary>
    /// Fraud that it adds to the rules before it, in payments of all accounts: what it added among the payments chosen by, over their part of all payments.
    /// </summary>
    public double Gain { get; init; }

    /// <summary>On the accounts by which it was chosen: too good, because it was chosen for that.</summary>
    public RuleFigures? Chosen { get; init; }

    /// <summary>On the accounts kept apart, by which nothing was learned or chosen; null for none.</summary>
    [FormerKey("later")]
    public RuleFigures? Measured { get; init; }

    /// <summary>On payments after the run's as-of time, where the data has any; their outcomes are not known to the run.</summary>
    public RuleFigures? After { get; init; }

    /// <summary>All of the run's payments that it matches, whatever they serve.</summary>
    public int Matched { get; init; }

    /// <summary>Of these, members of the finding.</summary>
    public int InFinding { get; init; }
}

/// <summary>A feature as whoever carries a rule elsewhere must compute it.</summary>
/// <param name="Name">As conditions name it; the column of <c>features.parquet</c>.</param>
/// <param name="Phrase">How it is said.</param>
/// <param name="Unit">See <see cref="FeatureDefinition.Unit"/>.</param>
/// <param name="Sql">The DuckDB expression over one transaction <c>t</c> that computes it.</param>
public sealed record RuleFeature(string Name, string Phrase, string Unit, string Sql)
{
    /// <summary>Of the features that conditions name, each once.</summary>
    public static IReadOnlyList<RuleFeature> Of(FeatureMatrix features, IEnumerable<RuleCondition> conditions) =>
    [
        .. conditions.Select(c => c.Feature).Distinct().Select(features.Find).OfType<FeatureColumn>().Select(c => c.Definition)
            .Select(d => new RuleFeature(d.Name, d.Phrase, d.Unit, d.Sql)),
    ];
}
