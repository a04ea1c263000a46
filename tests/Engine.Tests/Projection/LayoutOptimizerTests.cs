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
    public void View_OfDistances_AddsUpToTheLogOfTheirNumber()
    {
        var distances = new float[] { 1, 1.5f, 2, 2.5f, 3, 3.5f, 4, 5 };
        var likeness = new float[8];
        FuzzyGraph.View(distances, likeness);
        Assert.Equal(3, likeness.Sum(), 0.001);
        Assert.Equal(1, likeness[0]);
        Assert.True(likeness.Zip(likeness.Skip(1)).All(static p => p.First > p.Second));
    }

    [Fact]
    public void Build_AFuzzyGraph_IsTheSameFromEitherEnd()
    {
        var graph = FuzzyGraph.Build(Graph(Blobs(3, 40, 4, apart: 3, seed: 4).Points, 6), new StageContext());
        for (var i = 0; i < graph.Count; i++)
        {
            for (var e = graph.Offsets[i]; e < graph.Offsets[i + 1]; e++)
            {
                var back = Array.IndexOf(graph.Targets, i, (int)graph.Offsets[graph.Targets[e]],
                    (int)(graph.Offsets[graph.Targets[e] + 1] - graph.Offsets[graph.Targets[e]]));
                Assert.True(back >= 0);
                Assert.Equal(graph.Weights[e], graph.Weights[back], 6);
                Assert.InRange(graph.Weights[e], 0, 1);
            }
        }
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
