using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Features;

namespace Investigator.Engine.Space;

/// <summary>What is found out about the rows of a run: how they become points, what that makes of their distances, and what to tell about it.</summary>
/// <param name="Model">Scales, levels, weights, directions, components.</param>
/// <param name="Report">What contributes to the distances.</param>
/// <param name="Notes">What was dropped or noticed.</param>
internal sealed record SpaceFit(SpaceModel Model, ScaleReport Report, IReadOnlyList<string> Notes)
{
    /// <summary>
    /// Scales every column, then each block so that its variances add up to its weight: blocks of equal weight count the same, however many columns each has.
    /// Columns are gone through one at a time and none is kept: 8 bytes a row and thread.
    /// </summary>
    /// <inheritdoc cref="SpaceBuilder.Build"/>
    public static SpaceFit Of(BehaviorEmbedding embedding, FeatureMatrix features, int[]? groups, HybridOptions options, StageContext context,
        ProgressMeter meter, OutcomeSample? known)
    {
        var columns = features.Columns.Where(static c => c.Definition.InSpace).ToArray();
        var weights = new FeatureWeight[columns.Length];
        Parallel.For(0, weights.Length, context.Parallel, i => weights[i] = FeatureWeight.Of(columns[i], known, options));
        var total = options.EmbeddingWeight + options.FeatureWeight;
        var notes = new List<string>();
        var blocks = new List<ScaledBlock>();

        var model = new SpaceModel();
        if (options.EmbeddingWeight > 0) FitEmbedding();
        if (options.FeatureWeight > 0) FitFeatures();
        if (groups is not null && options.GroupDistance > 0 && Array.Exists(groups, static g => g >= 0)) FitGroups(groups);
        var report = ScaleReport.Of(blocks, columns.Zip(weights).ToDictionary(static p => p.First.Definition.Name, static p => p.Second), notes);
        if (options.Pca is { } keep && features.Count > 1) FitComponents(keep);
        if (blocks.Count == 0) notes.Add("nothing tells the transactions apart: every point is the same");
        return new SpaceFit(model, report, notes);

        void FitEmbedding()
        {
            var fitted = EmbeddingScaling.Fit(embedding.Vectors, embedding.Dimension, context);
            meter.Add(embedding.Vectors.Length);
            if (fitted is not var (scaling, variances))
            {
                notes.Add("embedding: left out, every transaction has the same behaviour or none");
                return;
            }

            var factor = Factor(variances, options.EmbeddingWeight / total);
            model = model with { Embedding = scaling with { Factor = factor } };
            blocks.Add(new ScaledBlock("embedding", [new ScaledFeature("embedding", "as it is", Scaled(variances, factor))]));
        }

        void FitFeatures()
        {
            var (fitted, variances) = (new FittedFeature[columns.Length], new double[columns.Length][]);
            context.ForEachWithState(columns.Length, () => new SortingRoom(features.Count), (i, room) =>
            {
                fitted[i] = Fit(columns[i], (float)Math.Sqrt(weights[i].Times), room);
                variances[i] = fitted[i].Scaling is { } scaling ? ColumnMoments.Variances(scaling.Bind(columns[i], 1), features.Count, context) : [];
                meter.Add(features.Count);
            });
            notes.AddRange(fitted.SelectMany(static f => f.Notes));
            var factor = Factor([.. variances.SelectMany(static v => v)], options.FeatureWeight / total);
            model = model with { Features = [.. fitted.Select(static f => f.Scaling).OfType<FeatureScaling>()], FeatureFactor = factor };
            if (model.Features.Count == 0) return;
            blocks.Add(new ScaledBlock("features", [.. fitted.Zip(variances).Where(static f => f.First.Scaling is not null)
                .Select(f => new ScaledFeature(f.First.Scaling!.Feature, f.First.Scaling.ScaleName, Scaled(f.Second, factor)))]));
        }

        FittedFeature Fit(FeatureColumn column, float weightFactor, SortingRoom room) => column.IsCategory
            ? CategoryScaling.Fit(column, weightFactor, options)
            : NumberScaling.Fit(column, weightFactor, ScaleOf(column.Definition, options), options, room);

        void FitGroups(int[] groups)
        {
            model = model with { Groups = new GroupDirections { Distance = options.GroupDistance, Seed = context.Seed } };
            var variances = ColumnMoments.Variances(model.Groups.Bind(groups), groups.Length, context);
            blocks.Add(new ScaledBlock("groups", [new ScaledFeature("entity_group", "direction", variances)]));
        }

        void FitComponents(double keep)
        {
            var rows = model.Bind(features, embedding.Vectors);
            if (rows.Width < 2) return;
            var (components, kept) = PrincipalComponents.Fit(rows, keep, context);
            model = model with { Components = components };
            report = report with { Components = new ComponentShare(rows.Width, components.Count, kept) };
            notes.Add(string.Create(CultureInfo.InvariantCulture,
                $"{components.Count} principal components stand for {rows.Width} dimensions and hold {kept:0.0%} of their variance"));
        }
    }

    /// <summary>What dimensions are multiplied by so that their variances add up to a weight.</summary>
    private static float Factor(double[] variances, double weight)
    {
        var variance = variances.Sum();
        return variance > 0 ? (float)Math.Sqrt(weight / variance) : 1;
    }

    private static double[] Scaled(double[] variances, float factor) => Array.ConvertAll(variances, v => v * factor * factor);

    /// <summary>The feature's own, else the run's; where neither says so, durations are logged, as seconds and weeks are both lengths of time.</summary>
    private static FeatureScale ScaleOf(FeatureDefinition feature, HybridOptions options)
    {
        var asked = feature.Scale == FeatureScale.Auto ? options.Scaling : feature.Scale;
        return asked == FeatureScale.Auto && feature.Unit == Units.Seconds ? FeatureScale.Log : asked;
    }
}
