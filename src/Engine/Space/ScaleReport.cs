using Investigator.Engine.Core;
using Investigator.Engine.Integrity;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Space;

/// <summary>What contributes to the distances in the space (<c>scale.json</c>): which features dominate and which hardly count.</summary>
/// <remarks>
/// The mean squared distance over all pairs of rows is twice the sum of the dimensions' variances, so a feature's share of it is exact, without a sample of
/// pairs.
/// </remarks>
public sealed record ScaleReport
{
    /// <summary>Root of the mean squared distance of two rows, before components are taken.</summary>
    public required double TypicalDistance { get; init; }

    /// <summary>Embedding, features and groups, largest share first.</summary>
    public required IReadOnlyList<BlockShare> Blocks { get; init; }

    /// <summary>Largest share first.</summary>
    public required IReadOnlyList<FeatureShare> Features { get; init; }

    /// <summary>What was left out, and why.</summary>
    public required IReadOnlyList<string> Dropped { get; init; }

    /// <summary>Null where no principal components were asked for.</summary>
    public ComponentShare? Components { get; init; }

    public static ScaleReport Load(string folder) => StoredJson.Read<ScaleReport>(KnownFiles.Scale.Require(folder));

    internal static ScaleReport Of(IReadOnlyList<ScaledBlock> blocks, IReadOnlyDictionary<string, FeatureWeight> weights, IReadOnlyList<string> notes)
    {
        var total = blocks.Sum(static b => b.Variance);
        double Share(double variance) => total > 0 ? variance / total : 0;
        return new ScaleReport
        {
            TypicalDistance = Math.Sqrt(2 * total),
            Blocks = [.. blocks.Select(b => new BlockShare(b.Name, b.Features.Sum(static f => f.Variances.Length), Share(b.Variance)))
                .OrderByDescending(static b => b.Share)],
            Features = [.. blocks.SelectMany(b => b.Features.Select(f =>
                WithWeight(new FeatureShare(f.Name, b.Name, f.Scale, f.Variances.Length, Share(f.Variances.Sum()))))).OrderByDescending(static f => f.Share)],
            Dropped = [.. notes.Where(n => n.Contains(": dropped, ", StringComparison.Ordinal) || n.Contains(": left out, ", StringComparison.Ordinal))],
        };

        FeatureShare WithWeight(FeatureShare share) =>
            share.Block == "features" && weights.TryGetValue(share.Feature, out var weight) ? share with { Weight = weight.Times, Reason = weight.Reason }
                : share;
    }
}

/// <summary>A block's part of the squared distance.</summary>
/// <param name="Block">embedding, features or groups.</param>
/// <param name="Dimensions">How many it has.</param>
/// <param name="Share">0 to 1; the blocks' add up to 1.</param>
public sealed record BlockShare(string Block, int Dimensions, double Share);

/// <summary>A feature's part of the squared distance.</summary>
/// <param name="Feature">Its name; <c>embedding</c> and <c>entity_group</c> stand for all their dimensions.</param>
/// <param name="Block">embedding, features or groups.</param>
/// <param name="Scale">robust, log, quantile, one-hot, as it is, or direction.</param>
/// <param name="Dimensions">How many it has.</param>
/// <param name="Share">0 to 1; the features' add up to 1.</param>
public sealed record FeatureShare(string Feature, string Block, string Scale, int Dimensions, double Share)
{
    /// <summary>How many times an ordinary feature it counts.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Why, in words; empty for what is no feature.</summary>
    public string Reason { get; init; } = "";
}

/// <summary>What principal components made of the space.</summary>
/// <param name="From">Dimensions before, groups not counted.</param>
/// <param name="To">Components kept.</param>
/// <param name="Kept">Share of the variance that they hold.</param>
public sealed record ComponentShare(int From, int To, double Kept);

/// <summary>Dimensions that count together what their weight says.</summary>
/// <param name="Name">embedding, features or groups.</param>
/// <param name="Features">One or more.</param>
internal sealed record ScaledBlock(string Name, IReadOnlyList<ScaledFeature> Features)
{
    public double Variance => Features.Sum(static f => f.Variances.Sum());
}

/// <param name="Name">Of the feature; for embedding and groups what stands for all of them.</param>
/// <param name="Scale">How it was scaled.</param>
/// <param name="Variances"><c>[dimensions]</c>, population variances in the space.</param>
internal sealed record ScaledFeature(string Name, string Scale, double[] Variances);
