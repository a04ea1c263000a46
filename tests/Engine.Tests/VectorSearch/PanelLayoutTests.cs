using System.Runtime.InteropServices;
using Investigator.Engine.Core;
using Investigator.Engine.Tests.Neighbors;
using Investigator.Engine.VectorSearch;

namespace Investigator.Engine.Tests.VectorSearch;

public sealed unsafe class PanelLayoutTests
{
    [Theory]
    [InlineData(130, 1)]
    [InlineData(130, 8)]
    [InlineData(47, 13)]
    [InlineData(96, 24)]
    public void Panel_HeldOrPackedAnew_IsTheSame(int count, int dimension)
    {
        var points = PointClouds.Make("blobs", count, dimension, seed: 3);
        var order = PrincipalAxisTree.Of(new(points, dimension), PanelLayout.Width, new StageContext());
        using var whole = PanelLayout.Centered(new(points, dimension), order, new StageContext());
        using var part = PanelLayout.Centered(new(points, dimension), order, new StageContext(), mostBytes: PanelLayout.Width * dimension * sizeof(float));
        using var none = PanelLayout.Centered(new(points, dimension), order, new StageContext(), mostBytes: 0);
        Assert.Equal(whole.Norms, none.Norms);
        Assert.Equal(whole.Centers, none.Centers);
        Assert.Equal(whole.Radii, part.Radii);
        foreach (var some in new[] { part, none })
        {
            for (var panel = 0; panel < whole.Panels; panel++)
            {
                Assert.Equal(Packed(whole, panel), Packed(some, panel));
                Assert.Equal(new ReadOnlySpan<float>(whole.Bias(panel), PanelLayout.Width), new ReadOnlySpan<float>(some.Bias(panel), PanelLayout.Width));
            }
        }
    }

    [Fact]
    public void Panel_OfAnyRows_HoldsEachLessItsOrigin()
    {
        const int Dimension = 11;
        var points = PointClouds.Make("uniform", 60, Dimension, seed: 4);
        var order = Enumerable.Range(0, 96).Select(static slot => slot % 3 == 1 || slot >= 90 ? -1 : slot % 60).ToArray();
        float[] origins = [.. points.AsSpan(0, Dimension), .. points.AsSpan(5 * Dimension, Dimension)];
        using var layout = PanelLayout.Around(origins, [1, 0], new(points, Dimension), order, new StageContext());
        for (var slot = 0; slot < order.Length; slot++)
        {
            var (panel, place) = (slot / PanelLayout.Width, slot % PanelLayout.Width);
            for (var j = 0; j < Dimension; j++)
            {
                var expected = order[slot] < 0 ? 0 : points[(order[slot] * Dimension) + j] - origins[((1 - panel) * Dimension) + j];
                Assert.Equal(expected, Packed(layout, panel)[(j * PanelLayout.Width) + place]);
            }

            Assert.Equal(order[slot] < 0, float.IsNegativeInfinity(layout.Bias(panel)[place]));
        }
    }

    private static float[] Packed(PanelLayout layout, int panel)
    {
        var length = PanelLayout.Width * layout.Dimension;
        var scratch = (float*)NativeMemory.AlignedAlloc((nuint)(length * sizeof(float)), 64);
        var packed = new ReadOnlySpan<float>(layout.Panel(panel, scratch), length).ToArray();
        NativeMemory.AlignedFree(scratch);
        return packed;
    }
}
