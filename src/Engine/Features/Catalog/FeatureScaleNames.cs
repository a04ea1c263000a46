namespace Investigator.Engine.Features.Catalog;

/// <summary>How a catalogue's file spells the scales; a file that names none leaves the choice to the values.</summary>
internal static class FeatureScaleNames
{
    private static readonly FeatureScale[] Scales = [FeatureScale.Robust, FeatureScale.Log, FeatureScale.Quantile];

    public static IReadOnlyList<string> All { get; } = [.. Scales.Select(NameOf)];

    public static string? Of(FeatureScale scale) => scale == FeatureScale.Auto ? null : NameOf(scale);

    /// <returns><see cref="FeatureScale.Auto"/> for null.</returns>
    public static FeatureScale Parse(string? name) => Scales.FirstOrDefault(s => NameOf(s) == name);

    private static string NameOf(FeatureScale scale) => scale.ToString().ToLowerInvariant();
}
