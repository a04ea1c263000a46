using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Projection;

namespace Investigator.Engine.Tests.Projection;

public class FuzzyGraphTests
{
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

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(17)]
    public void View_OfAnyNumberOfDistances_IgnoresWhatFillsUpTheLastVector(int k)
    {
        var distances = Enumerable.Range(0, k).Select(static j => 2 + (0.3f * j)).ToArray();
        var likeness = new float[k];
        FuzzyGraph.View(distances, likeness);
        Assert.Equal(Math.Log2(Math.Max(2, k)), likeness.Sum(), k == 1 ? 1 : 0.001);
        Assert.All(likeness, static weight => Assert.InRange(weight, 0, 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Build_SomeRandomNeighbors_CombinesWhatBothEndsSay(int threads)
    {
        const int Count = 400;
        const int K = 6;
        var random = new Random(3);
        var rows = Enumerable.Range(0, Count)
            .Select(i => Enumerable.Range(0, Count).Where(j => j != i).OrderBy(_ => random.Next()).Take(K).ToArray())
            .ToArray();
        var distances = rows.SelectMany(_ => Enumerable.Range(0, K).Select(_ => random.NextSingle() + 0.5f).Order()).ToArray();
        var neighbors = new NeighborGraph { Count = Count, K = K, Indices = [.. rows.SelectMany(static r => r)], Distances = distances };
        var graph = FuzzyGraph.Build(neighbors, new StageContext { Threads = threads });

        var views = new Dictionary<(int From, int To), float>();
        for (var i = 0; i < Count; i++)
        {
            var view = new float[K];
            FuzzyGraph.View(distances.AsSpan(i * K, K), view);
            for (var j = 0; j < K; j++) views[(i, rows[i][j])] = view[j];
        }

        var expected = views.Keys.Concat(views.Keys.Select(static e => (From: e.To, To: e.From))).Distinct().Select(e =>
        {
            var (a, b) = (views.GetValueOrDefault(e), views.GetValueOrDefault((e.To, e.From)));
            return (e.From, e.To, Weight: a + b - (a * b));
        }).OrderBy(static e => (e.From, e.To)).ToArray();
        var found = Enumerable.Range(0, Count).SelectMany(i => Enumerable.Range((int)graph.Offsets[i], (int)(graph.Offsets[i + 1] - graph.Offsets[i]))
            .Select(e => (From: i, To: graph.Targets[e], Weight: graph.Weights[e]))).OrderBy(static e => (e.From, e.To)).ToArray();
        Assert.Equal(expected, found);
    }

    [Fact]
    public void Build_ARowAmongItsOwnNeighbors_LeavesItOut()
    {
        var neighbors = new NeighborGraph { Count = 3, K = 2, Indices = [0, 1, 1, 0, 2, 1], Distances = [0, 1, 0, 1, 0, 2] };
        var graph = FuzzyGraph.Build(neighbors, new StageContext());
        Assert.Equal(new long[] { 0, 1, 3, 4 }, graph.Offsets);
        Assert.Equal(new[] { 1, 0, 2, 1 }, graph.Targets);
    }
}
