using Investigator.Selections;


namespace Investigator.App.Tests.Store;

public sealed class PolygonTests
{
    [Fact]
    public void Contains_Square_InsideOnly()
    {
        var square = new Polygon([0, 2, 2, 0], [0, 0, 2, 2]);
        Assert.True(square.Contains(1, 1));
        Assert.False(square.Contains(3, 1));
        Assert.False(square.Contains(1, -0.001));
    }

    [Fact]
    public void Contains_Concave_NotInTheNotch()
    {
        var cup = new Polygon([0, 4, 4, 3, 3, 1, 1, 0], [0, 0, 4, 4, 1, 1, 4, 4]);
        Assert.True(cup.Contains(0.5, 3));
        Assert.False(cup.Contains(2, 3));
        Assert.True(cup.Contains(2, 0.5));
    }

    [Fact]
    public void Contains_AnyConvexPolygon_EqualsHalfPlanes()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var corners = random.Next(3, 12);
            var angles = Enumerable.Range(0, corners).Select(_ => random.NextDouble() * 2 * Math.PI).Order().ToArray();
            double[] x = [.. angles.Select(Math.Cos)], y = [.. angles.Select(Math.Sin)];
            var polygon = new Polygon(x, y);
            for (var p = 0; p < 100; p++)
            {
                var (px, py) = ((random.NextDouble() * 2.4) - 1.2, (random.NextDouble() * 2.4) - 1.2);
                bool IsLeftOfEdge(int from)
                {
                    var to = (from + 1) % corners;
                    return ((x[to] - x[from]) * (py - y[from])) - ((y[to] - y[from]) * (px - x[from])) > 0;
                }

                var left = Enumerable.Range(0, corners).All(IsLeftOfEdge);
                Assert.Equal(left, polygon.Contains(px, py));
            }
        }
    }

    [Fact]
    public void Contains_TurnedOrRotatedCorners_SameAnswer()
    {
        var random = new Random(11);
        for (var round = 0; round < 100; round++)
        {
            var corners = random.Next(3, 40);
            double[] x = [.. Enumerable.Range(0, corners).Select(_ => random.NextDouble())];
            double[] y = [.. Enumerable.Range(0, corners).Select(_ => random.NextDouble())];
            var shift = random.Next(corners);
            var polygon = new Polygon(x, y);
            var turned = new Polygon([.. x.Skip(shift).Concat(x.Take(shift)).Reverse()], [.. y.Skip(shift).Concat(y.Take(shift)).Reverse()]);
            for (var p = 0; p < 50; p++)
            {
                var (px, py) = (random.NextDouble(), random.NextDouble());
                Assert.Equal(polygon.Contains(px, py), turned.Contains(px, py));
            }
        }
    }

    [Fact]
    public void Contains_TwoSharingAnEdge_EveryPointInExactlyOne()
    {
        // A grid of points that lie on the shared diagonal too: no member may be lost or counted twice.
        var lower = new Polygon([0, 8, 8], [0, 0, 8]);
        var upper = new Polygon([0, 8, 0], [0, 8, 8]);
        for (var x = 0; x < 8; x++)
        {
            for (var y = 0; y < 8; y++) Assert.True(lower.Contains(x, y) ^ upper.Contains(x, y), $"{x}, {y}");
        }
    }

    [Fact]
    public void Polygon_TwoCorners_Refused() => Assert.Throws<ArgumentException>(() => new Polygon([0, 1], [0, 1]));
}
