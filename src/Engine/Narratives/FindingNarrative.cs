using System.Text.Json.Serialization;
using Investigator.Engine.Core;
using Investigator.Engine.Features;
using Investigator.Engine.Rules;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Narratives;

/// <summary>A finding in plain words, every number with its context.</summary>
public sealed record FindingNarrative
{
    /// <summary>The finding's number.</summary>
    [FormerKey("cluster")]
    public required int Finding { get; init; }

    /// <summary>One line for a grid: what it is, how much, how sure.</summary>
    public required string Headline { get; init; }

    /// <summary>The step of the transactions' clock; null where it is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClockStep? Clock { get; init; }

    public required IReadOnlyList<NarrativeSentence> Sentences { get; init; }

    /// <summary>How the finding differs from the rest, strongest first.</summary>
    public required IReadOnlyList<FeatureContrast> Contrasts { get; init; }

    /// <summary>What the network weighed; null without events, and in runs of earlier versions.</summary>
    public FindingBehavior? Behavior { get; init; }
}

public enum SentenceKind
{
    /// <summary>What it is: size, span, accounts, money.</summary>
    What,

    /// <summary>How its members behave before paying.</summary>
    Behavior,

    /// <summary>How it differs from the rest.</summary>
    Contrast,

    /// <summary>Outcomes known, or that none are.</summary>
    Outcome,

    /// <summary>What it lacks to be called risky.</summary>
    Missing,

    /// <summary>Members that do not fit the picture.</summary>
    CounterExample,

    /// <summary>What the evidence does not say.</summary>
    Limit,
}

/// <summary>Where a sentence stands in its story.</summary>
public enum SentencePlace
{
    /// <summary>One of the first two lines: who, what, how many, how much and why.</summary>
    Lead,

    /// <summary>One of the strongest reasons.</summary>
    Reason,

    /// <summary>For whoever reads on.</summary>
    Detail,
}

/// <param name="Kind">What part of the story it tells.</param>
/// <param name="Text">The sentence, with its numbers and their denominators.</param>
/// <param name="Rows">The members it speaks of, as conditions on features; empty for all members; null when it speaks of no rows.</param>
public sealed record NarrativeSentence(SentenceKind Kind, string Text, IReadOnlyList<RuleCondition>? Rows)
{
    /// <summary>Runs of earlier versions told all in one row.</summary>
    public SentencePlace Place { get; init; } = SentencePlace.Detail;

    /// <summary>Of those rows, only the known frauds that the engine had approved.</summary>
    [FormerKey("fraud_only")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool MissedOnly { get; init; }

    /// <summary>The values themselves that the sentence speaks of, those with most payments first; some of them where there are many.</summary>
    public IReadOnlyList<NamedValue> Names { get; init; } = [];

    /// <summary>Whether there are more such values than are named.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool MoreNames { get; init; }
}

/// <summary>One feature in the finding against all other transactions.</summary>
/// <param name="Feature">Name in the catalogue.</param>
/// <param name="Phrase">How it is said.</param>
/// <param name="Unit">Unit of the medians.</param>
/// <param name="ClusterMedian">Numbers: median among members; NaN never, missing values are left out. Categories: share of <paramref name="Category"/>.</param>
/// <param name="RestMedian">The same over the rest.</param>
/// <param name="ClusterLow">10% quantile among members (categories: 0).</param>
/// <param name="ClusterHigh">90% quantile among members (categories: 0).</param>
/// <param name="Effect">Separation in -1..1: 2 AUC - 1 for numbers, difference of shares for categories.</param>
/// <param name="Category">The level that stands out, for categories.</param>
public sealed record FeatureContrast(string Feature, string Phrase, string Unit, double ClusterMedian, double RestMedian, double ClusterLow,
    double ClusterHigh, double Effect, string? Category)
{
    /// <summary>Of seconds: the step of their clock, where that is coarse (<see cref="FeatureDefinition.Clock"/>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClockStep? Clock { get; init; }
}
