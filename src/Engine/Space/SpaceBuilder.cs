using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Features;

namespace Investigator.Engine.Space;

/// <summary>Embedding and features -> one space in which Euclidean distance weighs both as the options say.</summary>
public static class SpaceBuilder
{
    /// <summary>Fits the space to the rows of a run and transforms them.</summary>
    /// <param name="embedding">Behaviour.</param>
    /// <param name="features">The experts' features; those marked for the space enter it.</param>
    /// <param name="groups"><c>[n]</c> number of the group that shares entities, -1 for none; null where groups have no say.</param>
    /// <param name="options">Weights and scales.</param>
    /// <param name="context">Progress and cancel.</param>
    /// <param name="known">Outcomes that say which features tell fraud; null where all count alike.</param>
    /// <remarks>
    /// A block that is the same in every row (no events; no usable feature) adds no dimension. If both are, one dimension of zeros remains, so that every row
    /// still has a point.
    /// </remarks>
    /// <exception cref="InputException">An option is out of range, or embedding and features have different rows.</exception>
    public static HybridSpace Build(BehaviorEmbedding embedding, FeatureMatrix features, int[]? groups, HybridOptions options, StageContext context,
        OutcomeSample? known = null)
    {
        options.Validate();
        if (embedding.Count != features.Count)
        {
            throw new InputException("embedding and features are of different transactions", value: $"{embedding.Count} and {features.Count} rows",
                expected: "the same rows");
        }

        var columns = features.Columns.Count(static c => c.Definition.InSpace);
        RequireMemory((long)features.Count * ((columns + embedding.Dimension) + (2L * context.Threads)), columns + embedding.Dimension);
        var meter = context.Start(StageNames.Hybrid, (long)features.Count * (columns + embedding.Dimension));
        var fit = SpaceFit.Of(embedding, features, groups, options, context, meter, known);
        var dimensions = fit.Model.Dimensions;
        RequireMemory((long)features.Count * dimensions.Count, dimensions.Count);
        var space = new HybridSpace
        {
            Points = fit.Model.Transform(features, embedding.Vectors, groups, context),
            Dimensions = dimensions,
            Notes = fit.Notes,
            Scale = fit.Report,
            Model = fit.Model,
        };
        meter.Finish();
        return space;

        void RequireMemory(long values, int dimensions) => context.RequireMemory(values * sizeof(float),
            $"joining {Wording.Count(dimensions)} dimensions of {Wording.Count(features.Count)} rows", "fewer rows or features, a smaller embedding.dimension");
    }
}
