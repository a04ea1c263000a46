using System.Text.Json.Serialization;
using Investigator.Engine.Core;
using Investigator.Engine.Features.Kinds;

namespace Investigator.Engine.Features;

/// <summary>What an expert declares about a feature.</summary>
public sealed record FeatureDefinition
{
    /// <summary>A short SQL-safe name: <c>accounts_on_device_24h</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How it is said in a sentence, lower case, no number: <c>accounts on this device in the last 24 hours</c>.</summary>
    public required string Phrase { get; init; }

    /// <summary>count, seconds, currency, ratio, share (0..1), hour (0..23, UTC), yes or no (1 or 0), number, text.</summary>
    public required string Unit { get; init; }

    /// <summary>Of seconds between times of a clock of minutes or coarser: its step, below which they say nothing; otherwise null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClockStep? Clock { get; init; }

    /// <summary>Computable at payment time; only causal features appear in rules.</summary>
    public bool Causal { get; init; } = true;

    /// <summary>Part of the space that is clustered; the others are only shown.</summary>
    public bool InSpace { get; init; } = true;

    /// <summary>Shown to people: in sentences, lists and rules. The others serve the space alone, as the two halves of a clock do.</summary>
    public bool Shown { get; init; } = true;

    /// <summary>How a number is transformed before it becomes a dimension of the space; of no meaning for a category.</summary>
    public FeatureScale Scale { get; init; } = FeatureScale.Auto;

    /// <summary>How many times an ordinary feature it counts in the space; null to let known outcomes say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Weight { get; init; }

    public FeatureKind Kind { get; init; } = Expression.Kind;

    /// <summary>The column whose value the transactions have in common: <c>account</c>, <c>entity_device</c>, <c>page_sequence</c>.</summary>
    public string? Key { get; init; }

    /// <summary>How far back the feature looks; null for all the past.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>A count that looks as far ahead as back and counts the transaction itself: never causal.</summary>
    [JsonPropertyName("around")]
    public bool Centered { get; init; }

    /// <summary>
    /// The column looked at: what is counted, for a distinct count; the number, for a sum, a mean or a comparison with history (the amount where it is null);
    /// the event type, for what looks at one page; what an attribute shows.
    /// </summary>
    public string? Column { get; init; }

    /// <summary>For a share: the value of <see cref="Column"/> that is looked for; null for the transaction's own.</summary>
    public string? Value { get; init; }

    /// <summary>
    /// A DuckDB scalar expression over one transaction <c>t</c> that means the same, for export; for a number or text of one's own it is what computes it.
    /// See <see cref="FeatureSql"/>.
    /// </summary>
    public string Sql { get; init; } = "";
}
