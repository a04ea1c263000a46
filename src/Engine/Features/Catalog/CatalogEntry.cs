using System.Text.Json.Serialization;
using Investigator.Engine.Features.Kinds;

namespace Investigator.Engine.Features.Catalog;

/// <summary>
/// One feature as an expert writes it in a catalogue's file: names as the mapping has them, a window as <c>24h</c>. Keys and kinds are those of
/// <c>feature-catalog.schema.json</c>.
/// </summary>
public sealed record CatalogEntry
{
    /// <summary>Lower-case letters, digits and underscores; unique in the catalogue.</summary>
    public string Name { get; init; } = "";

    /// <summary>How it is computed: one of <see cref="FeatureKindRegistry.CatalogNames"/>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>
    /// Whose earlier transactions are used: <c>account</c>, a mapped entity, an attribute of texts, or <c>page_sequence</c> (those with the same pages in the
    /// same order).
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Entity { get; init; }

    /// <summary>
    /// What of them or of the transaction is used: <c>amount</c>, <c>currency</c>, an attribute, an entity, <c>account</c>, <c>decision</c>, or a page.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Column { get; init; }

    /// <summary>For a share: the column's value that is looked for; left out, the transaction's own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Value { get; init; }

    /// <summary>How far back the feature looks: <c>90s</c>, <c>30m</c>, <c>24h</c>, <c>7d</c> or <c>all</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Window { get; init; }

    /// <summary>For a dwell: mean, median, variation, last, shortest or longest; for known_fraud: count or share.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Statistic { get; init; }

    /// <summary>For an expression or a category: a DuckDB expression over one transaction <c>t</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Sql { get; init; }

    /// <summary>Left out, the kind's own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unit { get; init; }

    /// <summary>How it is said in a sentence: lower case, no number of its own.</summary>
    public string Phrase { get; init; } = "";

    /// <summary>Whether it can be computed at payment time. What is not causal stays out of rules.</summary>
    public bool Causal { get; init; } = true;

    /// <summary>Whether it is part of the space that is clustered.</summary>
    public bool Space { get; init; } = true;

    /// <summary>How a number is transformed before it becomes a dimension: robust, log or quantile; left out, by its shape.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Scale { get; init; }

    /// <summary>How many times an ordinary feature it counts in the space, 0 to 100; left out, known outcomes say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Weight { get; init; }

    /// <summary>Whether sentences, lists and rules show it.</summary>
    public bool Shown { get; init; } = true;

    /// <summary>A count that looks as far ahead as back: never causal.</summary>
    [JsonPropertyName("around")]
    public bool Centered { get; init; }
}
