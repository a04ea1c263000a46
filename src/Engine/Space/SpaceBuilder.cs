using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Features;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Space;

/// <summary>Embedding and features -> one space in which Euclidean distance weighs both as the options say.</summary>
public static class SpaceBuilder
{
    /// <summary>Scaled columns, and the points made of them; principal components are one copy more.</summary>
    private const int CopiesAtOnce = 2;

    /// <summary>
    /// Scales every column, then each block so that its variances add up to its weight: blocks of equal weight count the same, however many columns each has.
    /// </summary>
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
        var columns = features.Columns.Where(static c => c.Definition.InSpace).ToArray();
        var dimensions = columns.Length + embedding.Dimension;
        context.RequireMemory(
            (long)features.Count * dimensions * sizeof(float) * (CopiesAtOnce + (options.Pca is null ? 0 : 1)),
            $"joining {Wording.Count(dimensions)} dimensions of {Wording.Count(features.Count)} rows",
            "fewer rows or features, a smaller embedding.dimension");
        var meter = context.Start(StageNames.Hybrid, (long)features.Count * (columns.Length + embedding.Dimension));
        var notes = new List<string>();
        var weights = new FeatureWeight[columns.Length];
        Parallel.For(0, weights.Length, context.Parallel, i => weights[i] = FeatureWeight.Of(columns[i], known, options));
        var behaviour = options.EmbeddingWeight > 0 ? EmbeddingBlock(embedding, notes, meter) : [];
        var expert = options.FeatureWeight > 0 ? FeatureBlock(columns, weights, options, notes, meter) : [];
        var total = options.EmbeddingWeight + options.FeatureWeight;
        ScaleBlock(behaviour, options.EmbeddingWeight / total);
        ScaleBlock(expert, options.FeatureWeight / total);

        List<SpaceColumn> tied = [.. GroupDirections.Of(groups, options.GroupDistance, context.Seed)];
        var report = ScaleReport.Of([("embedding", behaviour), ("features", expert), ("groups", tied)],
            columns.Zip(weights).ToDictionary(static p => p.First.Definition.Name, static p => p.Second), notes);
        List<SpaceColumn> all = [.. behaviour, .. expert];
        if (options.Pca is { } keep && all.Count > 1 && features.Count > 1)
        {
            var (components, kept) = PrincipalComponents.Of(all, keep, context);
            report = report with { Components = new ComponentShare(all.Count, components.Count, kept) };
            notes.Add(string.Create(CultureInfo.InvariantCulture,
                $"{components.Count} principal components stand for {all.Count} dimensions and hold {kept:0.0%} of their variance"));
            all = [.. components];
        }

        all.AddRange(tied);
        if (all.Count == 0)
        {
            notes.Add("nothing tells the transactions apart: every point is the same");
            all.Add(new SpaceColumn("(nothing)", "(nothing)", "", new float[features.Count]));
        }

        var space = new HybridSpace
        {
            Points = Interleave(all, features.Count, context),
            Dimensions = [.. all.Select(static c => c.Name)],
            Notes = notes,
            Scale = report
        };
        meter.Finish();
        return space;
    }

    /// <summary>The embedding's columns, centred; none when all its rows are the same.</summary>
    private static List<SpaceColumn> EmbeddingBlock(BehaviorEmbedding embedding, List<string> notes, ProgressMeter meter)
    {
        var (n, d) = (embedding.Count, embedding.Dimension);
        var block = new List<SpaceColumn>();
        for (var c = 0; c < d; c++)
        {
            var values = new float[n];
            double mean = 0;
            for (var i = 0; i < n; i++)
            {
                values[i] = float.IsFinite(embedding.Vectors[(i * d) + c]) ? embedding.Vectors[(i * d) + c] : 0;
                mean += values[i];
            }

            mean /= Math.Max(1, n);
            for (var i = 0; i < n; i++) values[i] = (float)(values[i] - mean);
            block.Add(new SpaceColumn($"embedding[{c}]", "embedding", "as it is", values));
            meter.Add(n);
        }

        if (block.Sum(static c => c.Variance()) > 1e-9) return block;
        notes.Add("embedding: left out, every transaction has the same behaviour or none");
        return [];
    }

    private static List<SpaceColumn> FeatureBlock(
        FeatureColumn[] columns, FeatureWeight[] weights, HybridOptions options, List<string> notes, ProgressMeter meter)
    {
        var block = new List<SpaceColumn>();
        foreach (var (column, weight) in columns.Zip(weights))
        {
            var first = block.Count;
            if (column.IsCategory)
            {
                CategoryScaling.Scale(column, options, block, notes);
            }
            else
            {
                var (scaled, scale, note) = NumberScaling.Scale(column.Values, column.Definition.Name, ScaleOf(column.Definition, options), options);
                if (note is not null) notes.Add(note);
                if (scaled is not null) block.Add(new SpaceColumn(column.Definition.Name, column.Definition.Name, scale.ToString().ToLowerInvariant(), scaled));
            }

            if (weight.Times != 1) foreach (var dimension in block.Skip(first)) dimension.Multiply((float)Math.Sqrt(weight.Times));
            meter.Add(column.Values.Length);
        }

        return block;
    }

    /// <summary>The feature's own, else the run's; where neither says so, durations are logged, as seconds and weeks are both lengths of time.</summary>
    private static FeatureScale ScaleOf(FeatureDefinition feature, HybridOptions options)
    {
        var asked = feature.Scale == FeatureScale.Auto ? options.Scaling : feature.Scale;
        return asked == FeatureScale.Auto && feature.Unit == Units.Seconds ? FeatureScale.Log : asked;
    }

    private static void ScaleBlock(List<SpaceColumn> block, double weight)
    {
        var variance = block.Sum(static c => c.Variance());
        if (!(variance > 0)) return;
        foreach (var column in block) column.Multiply((float)Math.Sqrt(weight / variance));
    }

    private static PointMatrix Interleave(List<SpaceColumn> columns, int n, StageContext context) => PointMatrix.Of(n, columns.Count, (run, first) =>
    {
        var to = run.Span;
        for (var c = 0; c < columns.Count; c++)
        {
            context.Cancel.ThrowIfCancellationRequested();
            var values = columns[c].Values.AsSpan(first, to.Length / columns.Count);
            for (var i = 0; i < values.Length; i++) to[(i * columns.Count) + c] = values[i];
        }
    });
}
