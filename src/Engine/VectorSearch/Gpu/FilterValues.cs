using Investigator.Engine.VectorSearch.Gpu.Kernels;

namespace Investigator.Engine.VectorSearch.Gpu;

/// <summary>What keeps some points from some queries, by <see cref="FilterViews"/>.</summary>
/// <param name="Own"><c>[queries]</c>.</param>
/// <param name="HalfNorm"><c>[queries]</c>.</param>
/// <param name="Floor"><c>[queries]</c> score that a point must beat.</param>
/// <param name="Component"><c>[slots]</c>.</param>
/// <param name="HalfCore"><c>[slots]</c>.</param>
internal sealed record FilterValues(int[] Own, float[] HalfNorm, float[] Floor, int[] Component, float[] HalfCore)
{
    private const int SeveralOwn = -1;

    private const int SeveralComponents = -2;

    /// <returns><c>[tiles]</c> for these queries.</returns>
    public int[] TileOwn(int from, int count, int tile) => Common(Own.AsSpan(from, count), tile, SeveralOwn);

    /// <returns><c>[panels]</c>.</returns>
    public int[] PanelComponent() => Common(Component, GpuDistanceTiles.Width, SeveralComponents);

    private static int[] Common(ReadOnlySpan<int> of, int run, int several)
    {
        var common = new int[of.Length / run];
        for (var r = 0; r < common.Length; r++)
        {
            var own = of.Slice(r * run, run);
            common[r] = own.ContainsAnyExcept(own[0]) ? several : own[0];
        }

        return common;
    }
}
