using System.Text.Json.Serialization;
using Investigator.Engine.Features;

namespace Investigator.Engine.Space;

/// <summary>One feature -> its dimensions of the space. Fitted once; then the same values give the same coordinates, whatever rows they are of.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(NumberScaling), "number")]
[JsonDerivedType(typeof(CategoryScaling), "category")]
internal abstract record FeatureScaling
{
    /// <summary>Its name in the catalogue.</summary>
    public required string Feature { get; init; }

    /// <summary>Root of how many times an ordinary feature it counts in the squared distance.</summary>
    public float WeightFactor { get; init; } = 1;

    /// <summary>How it was scaled, for <c>scale.json</c>: <c>log</c>, <c>one-hot</c>, …</summary>
    [JsonIgnore]
    public abstract string ScaleName { get; }

    /// <summary>What each dimension is: <c>amount</c>, <c>browser=chrome</c>.</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<string> Dimensions { get; }

    [JsonIgnore]
    public abstract bool IsCategory { get; }

    /// <param name="column">The feature's values for any rows; of a category's levels that the fit has not seen, none is refused.</param>
    /// <param name="blockFactor">What brings all features together to their weight.</param>
    public abstract SpacePart Bind(FeatureColumn column, float blockFactor);
}

/// <summary>What became of a feature.</summary>
/// <param name="Scaling">Null where it tells no two rows apart and is left out.</param>
/// <param name="Notes">Why, and what else a reader of the run should know.</param>
internal sealed record FittedFeature(FeatureScaling? Scaling, IReadOnlyList<string> Notes)
{
    public static FittedFeature Dropped(string feature, string reason) => new(null, [$"{feature}: dropped, {reason}"]);
}
