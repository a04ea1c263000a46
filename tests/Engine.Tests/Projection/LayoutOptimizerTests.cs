using System.Numerics;
using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Projection;

namespace Investigator.Engine.Tests.Projection;

public class LayoutOptimizerTests
{
    private static readonly ProjectionOptions Options = new();

    [Fact]
    public void Lay_TwoBlobs_KeepsThemApart()
    {
        var (points, blob) = Blobs(2, 150, 8, apart: 20, seed: 1);
        var layout = Lay(Graph(points, 10));
        foreach (var own in Nearest(layout, 10).Select(static (near, i) => (near, i))) Assert.All(own.near, j => Assert.Equal(blob[own.i], blob[j]));
        var centres = Enumerable.Range(0, 2).Select(b => (X: Mean(layout.X, blob, b), Y: Mean(layout.Y, blob, b))).ToArray();
        var between = Math.Sqrt(Math.Pow(centres[0].X - centres[1].X, 2) + Math.Pow(centres[0].Y - centres[1].Y, 2));
        var spread = Math.Sqrt(Enumerable.Range(0,
            blob.Length).Average(i => Math.Pow(layout.X[i] - centres[blob[i]].X, 2) + Math.Pow(layout.Y[i] - centres[blob[i]].Y, 2)));
        Assert.True(between > 2 * spread, $"centres {between:F2} apart, spread {spread:F2}");
    }

    [Fact]
    public void Lay_ARolledSheet_KeepsNeighboursTogether()
    {
        var random = new Random(5);
        var points = Enumerable.Range(0, 500).Select(_ =>
        {
            var (angle, height) = (4 + (random.NextDouble() * 9), random.NextDouble() * 12);
            return new[] { angle * Math.Cos(angle), height, angle * Math.Sin(angle) };
        }).ToArray();
        var layout = Lay(Graph(points, 12));
        Assert.InRange(Trustworthiness(points, layout, 12), 0.95, 1);
    }

    [Fact]
    public void Lay_SameSeed_GivesTheSameMapAtAnyThreadCount()
    {
        var graph = Graph(Blobs(4, 300, 5, apart: 3, seed: 2).Points, 8);
        var one = LayoutOptimizer.Lay(graph, Options, new StageContext { Seed = 5, Threads = 1 });
        var four = LayoutOptimizer.Lay(graph, Options, new StageContext { Seed = 5, Threads = 4 });
        var other = LayoutOptimizer.Lay(graph, Options, new StageContext { Seed = 6 });
        Assert.Equal(one.X, four.X);
        Assert.Equal(one.Y, four.Y);
        Assert.NotEqual(one.X, other.X);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Lay_HardlyAnyPoints_GivesEachAPlaceOfItsOwn(int n)
    {
        var layout = Lay(Graph([.. Enumerable.Range(0, n).Select(static i => new double[] { i, 0 })], 5));
        Assert.Equal((n, n), (layout.X.Length, layout.Y.Length));
        AssertFinite(layout);
        Assert.Equal(n, layout.X.Zip(layout.Y).Distinct().Count());
    }

    [Fact]
    public void Lay_AllPointsTheSame_StaysFinite()
    {
        var layout = Lay(Graph([.. Enumerable.Range(0, 60).Select(static _ => new double[] { 1, 1 })], 6));
        AssertFinite(layout);
    }

    [Fact]
    public void Lay_ManyPiecesOfDuplicates_KeepsPiecesTogether()
    {
        // Twelve piles of 20 identical points: the graph falls apart into twelve components of distance 0.
        var points = Enumerable.Range(0, 240).Select(static i => new double[] { i / 20, 0 }).ToArray();
        var layout = Lay(Graph(points, 6));
        AssertFinite(layout);
        var together = Nearest(layout, 5).Select(static (near, i) => near.Count(j => j / 20 == i / 20)).Sum();
        Assert.InRange(together / (240.0 * 5), 0.9, 1);
    }

    [Fact]
    public void Lay_NoNeighbours_SpreadsEvenly()
    {
        var layout = Lay(new NeighborGraph { Count = 50, K = 0, Indices = [], Distances = [] });
        Assert.Equal(50, layout.X.Zip(layout.Y).Distinct().Count());
        AssertFinite(layout);
    }

    [Fact]
    public void Lay_Cancelled_Throws()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        var graph = Graph(Blobs(2, 20, 3, apart: 5, seed: 1).Points, 5);
        Assert.ThrowsAny<OperationCanceledException>(() => LayoutOptimizer.Lay(graph, Options, new StageContext { Cancel = cancel.Token }));
    }

    [Fact]
    public void Lay_CancelledOnTheWay_Stops()
    {
        using var cancel = new CancellationTokenSource();
        var reports = 0;
        var context = new StageContext { Cancel = cancel.Token, Progress = new Sink(_ => { if (++reports == 2) cancel.Cancel(); }) };
        var graph = Graph(Blobs(2, 20, 3, apart: 5, seed: 1).Points, 5);
        Assert.ThrowsAny<OperationCanceledException>(() => LayoutOptimizer.Lay(graph, Options with { Epochs = 100_000 }, context));
    }

    [Fact]
    public void Lay_OptionOutOfRange_SaysWhich()
    {
        var error = Assert.Throws<InputException>(() => LayoutOptimizer.Lay(Graph([], 3), Options with { MinDistance = -1 }, new StageContext()));
        Assert.Contains("min_distance", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.1, 1, 1.5769, 0.8951)]    // the values the umap-learn package fits
    [InlineData(0.001, 1, 1.9292, 0.7915)]
    public void Fit_KnownDistances_GivesTheKnownCurve(double minDistance, double spread, double a, double b)
    {
        var curve = UmapCurve.Fit(minDistance, spread);
        Assert.Equal(a, curve.A, 0.002);
        Assert.Equal(b, curve.B, 0.001);
    }

    [Fact]
    public void Of_AGraph_NumbersEdgesAnewAndLeavesOutTheWeakest()
    {
        // A chain 0 - 1 - 2 whose second edge attracts every other epoch, and a last edge that never would.
        var graph = new FuzzyGraph { Offsets = [0, 1, 3, 5, 6], Targets = [1, 0, 2, 1, 3, 2], Weights = [0.8f, 0.8f, 0.4f, 0.4f, 0.001f, 0.001f] };
        var edges = AttractionSchedule.Of(graph, [2, 3, 0, 1], 100, new StageContext());
        Assert.Equal(new long[] { 0, 1, 1, 2, 4 }, edges.Offsets);
        Assert.Equal(new[] { 3, 3, 2, 0 }, edges.Targets[..4]);
        Assert.Equal(new[] { 0.5f, 1, 1, 0.5f }, edges.Rates[..4]);
    }

    [Fact]
    public void Along_PlacesOfFourQuarters_PutsEachQuarterTogether()
    {
        var random = new Random(2);
        var places = Enumerable.Range(0, 400).Select(_ => new Vector2(random.NextSingle() - 0.5f, random.NextSingle() - 0.5f)).ToArray();
        var order = GraphOrder.Along(places);
        Assert.Equal(Enumerable.Range(0, 400), order.Order());
        var changes = Enumerable.Range(1, 399).Count(at => Quarter(order[at]) != Quarter(order[at - 1]));
        Assert.InRange(changes, 3, 12);

        (bool Right, bool Above) Quarter(int row) => (places[row].X > 0, places[row].Y > 0);
    }

    [Fact]
    public void Lay_RowsShuffled_KeepsEachRowsPlace()
    {
        // Rows are laid out in an order of their own: what comes back must be the place of the row, not of the order.
        var (points, blob) = Blobs(3, 200, 6, apart: 30, seed: 9);
        var layout = Lay(Graph(points, 8));
        var centres = Enumerable.Range(0, 3).Select(b => (X: Mean(layout.X, blob, b), Y: Mean(layout.Y, blob, b))).ToArray();
        Assert.All(Enumerable.Range(0, blob.Length), i => Assert.Equal(blob[i], Enumerable.Range(0, 3)
            .MinBy(b => Math.Pow(layout.X[i] - centres[b].X, 2) + Math.Pow(layout.Y[i] - centres[b].Y, 2))));
    }

    private static MapLayout Lay(NeighborGraph graph) => LayoutOptimizer.Lay(graph, Options, new StageContext { Seed = 1 });

    private static void AssertFinite(MapLayout layout) => Assert.All(layout.X.Concat(layout.Y), static v => Assert.InRange(v, -1e4f, 1e4f));

    private static double Mean(float[] values, int[] blob, int which) =>
        Enumerable.Range(0, values.Length).Where(i => blob[i] == which).Average(i => (double)values[i]);

    private static (double[][] Points, int[] Blob) Blobs(int blobs, int each, int dimension, double apart, int seed)
    {
        var random = new Random(seed);
        var centres = Enumerable.Range(0, blobs).Select(_ => Enumerable.Range(0, dimension).Select(_ => random.NextDouble() * apart).ToArray()).ToArray();
        var blob = Enumerable.Range(0, blobs * each).Select(i => i % blobs).ToArray();
        return ([.. blob.Select(b => centres[b].Select(c => c + (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5)).ToArray())], blob);
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, static (p, q) => (p - q) * (p - q)).Sum());

    private static NeighborGraph Graph(double[][] points, int k)
    {
        k = Math.Max(0, Math.Min(k, points.Length - 1));
        var rows = points.Select((p, i) => Enumerable.Range(0, points.Length).Where(j => j != i)
            .Select(j => (D: Distance(p, points[j]), J: j)).Order().Take(k).ToArray()).ToArray();
        return new NeighborGraph
        {
            Count = points.Length,
            K = k,
            Indices = [.. rows.SelectMany(static r => r.Select(static e => e.J))],
            Distances = [.. rows.SelectMany(static r => r.Select(static e => (float)e.D))]
        };
    }

    private static int[][] Nearest(MapLayout layout, int k)
    {
        var graph = Graph([.. layout.X.Zip(layout.Y, static (x, y) => new double[] { x, y })], k);
        return [.. graph.Indices.Chunk(graph.K)];
    }

    /// <summary>Venna and Kaski 2001: 1 when every neighbour on the map is a neighbour in truth.</summary>
    private static double Trustworthiness(double[][] points, MapLayout layout, int k)
    {
        var (n, near, intruders) = (points.Length, Nearest(layout, k), 0.0);
        for (var i = 0; i < n; i++)
        {
            var order = Enumerable.Range(0, n).Where(j => j != i).OrderBy(j => Distance(points[i], points[j])).ToList();
            foreach (var j in near[i]) intruders += Math.Max(0, order.IndexOf(j) + 1 - k);
        }

        return 1 - (2.0 / (n * k * ((2.0 * n) - (3 * k) - 1)) * intruders);
    }

    private sealed class Sink(Action<StageProgress> report) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => report(value);
    }
}
