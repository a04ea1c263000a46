using Investigator.Engine.VectorSearch.Gpu.Kernels;

namespace Investigator.Engine.VectorSearch.Gpu;

/// <summary>The values by which a filter keeps some points from some queries, as <see cref="FilterViews"/> holds them on the GPU.</summary>
/// <param name="Own"><c>[queries]</c> component of each query.</param>
/// <param name="HalfNorm"><c>[queries]</c> half the squared length of each query, as centred.</param>
/// <param name="Floor"><c>[queries]</c> score that a point must beat.</param>
/// <param name="Component"><c>[slots]</c> component of each point.</param>
/// <param name="HalfCore"><c>[slots]</c> half the squared core distance of each point.</param>
internal sealed record FilterValues(int[] Own, float[] HalfNorm, float[] Floor, int[] Component, float[] HalfCore)
{
    /// <summary>Stands for queries of several components; differs from <see cref="MixedPoints"/>, so that the two never compare equal.</summary>
    private const int MixedQueries = -1;

    private const int MixedPoints = -2;

    /// <returns><c>[tiles]</c> the component of each tile of these queries.</returns>
    public int[] TileOwn(int from, int count, int tile) => Common(Own.AsSpan(from, count), tile, MixedQueries);

    /// <returns><c>[panels]</c> the component of each panel.</returns>
    public int[] PanelComponent() => Common(Component, GpuDistanceTiles.Width, MixedPoints);

    /// <summary>What all values of each run have in common; <paramref name="mixed"/> where they differ.</summary>
    private static int[] Common(ReadOnlySpan<int> of, int run, int mixed)
    {
        var common = new int[of.Length / run];
        for (var r = 0; r < common.Length; r++)
        {
            var own = of.Slice(r * run, run);
            common[r] = own.ContainsAnyExcept(own[0]) ? mixed : own[0];
        }

        return common;
    }
}
