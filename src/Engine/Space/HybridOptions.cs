using Investigator.Engine.Core;
using Investigator.Engine.Features;

namespace Investigator.Engine.Space;

/// <summary>How much behaviour and expert features each contribute to the space, and how features are scaled.</summary>
public sealed record HybridOptions
{
    /// <summary>
    /// Share of the mean square distance that the behaviour embedding makes up; only its ratio to <see cref="FeatureWeight"/> matters. 0 leaves the block out.
    /// </summary>
    public double EmbeddingWeight { get; init; } = 0.7;

    /// <summary>Share that the experts' features make up. 0 leaves the block out.</summary>
    public double FeatureWeight { get; init; } = 0.3;

    /// <summary>
    /// Distance between a group that shares entities and the rows without a group; the root mean square distance in the rest of the space is 1.41. 0 leaves
    /// groups out.
    /// </summary>
    public double GroupDistance { get; init; } = 3;

    /// <summary>Scaled numbers are clipped at this many robust deviations from the median, so that one value cannot outweigh everything else.</summary>
    public double Clip { get; init; } = 4;

    /// <summary>Categories rarer than this share of the rows are put together into one dimension.</summary>
    public double RareLevel { get; init; } = 0.005;

    /// <summary>Dimensions a category may take at most; its rarer levels are put together.</summary>
    public int MaxLevels { get; init; } = 24;

    /// <summary>How numbers are transformed whose feature does not say so itself.</summary>
    public FeatureScale Scaling { get; init; } = FeatureScale.Auto;

    /// <summary>A number is dropped when fewer than this share of the rows differ from its most common value.</summary>
    public double NearConstant { get; init; } = 0.0001;

    /// <summary>
    /// How much more a feature counts that tells known outcomes: its weight within its block is 1 + gain * (the share of the outcomes' uncertainty that its
    /// value takes away, less chance). 0 weighs all alike, as where no outcomes are known.
    /// </summary>
    public double OutcomeGain { get; init; } = 3;

    /// <summary>Weight that known outcomes can give a feature at most, in ordinary features.</summary>
    public double MaxFeatureWeight { get; init; } = 2;

    /// <summary>
    /// Share of the variance of embedding and features together that principal components keep; null leaves the dimensions as they are. Groups are not changed.
    /// </summary>
    public double? Pca { get; init; }

    /// <exception cref="InputException">A value is out of its range.</exception>
    public void Validate()
    {
        var check = new OptionCheck("hybrid");
        check.Between(EmbeddingWeight, 0, 1e6);
        check.Between(FeatureWeight, 0, 1e6);
        check.Between(GroupDistance, 0, 1e6);
        check.Between(Clip, 0.5, 1e6);
        check.Between(RareLevel, 0, 1);
        check.Between(MaxLevels, 1, 10_000);
        check.Between(NearConstant, 0, 1);
        check.Between(OutcomeGain, 0, 1e6);
        check.Between(MaxFeatureWeight, 1, 1e6);
        check.Require(Pca is null or (>= 0.01 and <= 1), Pca, "0.01 to 1");
        if (EmbeddingWeight + FeatureWeight <= 0)
        {
            throw new InputException("the hybrid options embedding_weight and feature_weight are both 0", expected: "at least one above 0");
        }
    }
}
