using System.Globalization;
using Investigator.Engine.Features;

namespace Investigator.Engine.Space;

/// <summary>How many times an ordinary feature a feature counts in the squared distance, and why.</summary>
/// <param name="Times">1 for an ordinary one.</param>
/// <param name="Reason">In words, for <c>scale.json</c>.</param>
internal sealed record FeatureWeight(double Times, string Reason)
{
    /// <summary>
    /// The weight that the catalogue gives; otherwise 1, and more for what known outcomes say: 1 + <see cref="HybridOptions.OutcomeGain"/> times the share of
    /// the outcomes' uncertainty that the feature takes away, at most <see cref="HybridOptions.MaxFeatureWeight"/>.
    /// </summary>
    /// <param name="column">The feature.</param>
    /// <param name="known">Null where outcomes have no say.</param>
    /// <param name="options">Gain and cap.</param>
    public static FeatureWeight Of(FeatureColumn column, OutcomeSample? known, HybridOptions options)
    {
        if (column.Definition.Weight is { } given) return new(given, "as the catalogue says");
        if (options.OutcomeGain <= 0) return new(1, "all alike");
        if (known is not { Tells: true }) return new(1, "all alike: too few outcomes are known");
        var told = OutcomeInformation.Of(column, known);
        if (told <= 0) return new(1, "known outcomes: nothing beyond chance");
        return new(Math.Min(options.MaxFeatureWeight, 1 + (options.OutcomeGain * told)),
            string.Create(CultureInfo.InvariantCulture, $"known outcomes: {told:0.00} of what they could say"));
    }
}
