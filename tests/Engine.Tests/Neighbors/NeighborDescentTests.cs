using System.Globalization;
using Investigator.Engine.Compute;
using Investigator.Engine.Neighbors;

namespace Investigator.Engine.Tests.Neighbors;

public class NeighborDescentTests
{
    private const int K = 10;

    [Theory]
    [InlineData("uniform", 6000, 3, true)]
    [InlineData("uniform", 6000, 12, true)]
    [InlineData("blobs", 8000, 17, true)]
    [InlineData("far", 6000, 8, true)]
    [InlineData("outlier", 6000, 6, true)]
    [InlineData("line", 6000, 2, true)]
    [InlineData("grid", 6000, 4, false)]
    [InlineData("duplicates", 6000, 4, false)]
    [InlineData("equal", 6000, 5, false)]
    public void Find_AnyShape_ReachesTheRecallItSays(string shape, int count, int dimension, bool descends)
    {
        var points = PointClouds.Make(shape, count, dimension, seed: 5);
        var notes = new Notes();
        var graph = Find(points, dimension, new StageContext { Progress = notes });
        Assert.InRange(graph.Recall!.Value, 0.99, 1);

        // Where all is tied the lists may find neighbours enough or not; the others must not take the way over the cells.
        if (descends) Assert.Contains("rounds of introductions: ", notes.Last, StringComparison.Ordinal);
        ApproximateNeighborsTests.AssertTrueTo(graph, points, dimension);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void Find_AnyThreads_GivesTheSameBits(int threads)
    {
        var points = PointClouds.Make("blobs", 9000, 24, seed: 9);
        var one = Find(points, 24, new StageContext { Threads = 1 });
        var many = Find(points, 24, new StageContext { Threads = threads });
        Assert.Equal(one.Indices, many.Indices);
        Assert.Equal(one.Distances, many.Distances);
        Assert.Equal(one.Recall, many.Recall);
    }

    [Fact]
    public void Find_RoughBeginning_IsMadeBetterByRounds()
    {
        var points = PointClouds.Make("uniform", 20_000, 16, seed: 4);
        var notes = new Notes();
        var graph = Find(points, 16, new StageContext { Progress = notes });
        var first = Assert.Single(notes.All, static note => note.StartsWith("round 1 ", StringComparison.Ordinal));
        var begun = double.Parse(first.Split("recall ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.InRange(begun, 0.1, 0.9);
        Assert.InRange(graph.Recall!.Value, 0.99, 1);
    }

    [Fact]
    public void Find_NarrowVectors_ReachesTheRecallAsked() =>
        Assert.InRange(ApproximateNeighbors.Find<NarrowDotTile>(PointClouds.Make("blobs", 6000, 9, seed: 6), 9, K, 0.99, new StageContext(), manyPoints: 0).Recall!.Value, 0.99, 1);

    [Fact]
    public void Find_NoMemoryForLists_SearchesCells()
    {
        var notes = new Notes();
        var graph = Find(PointClouds.Make("blobs", 6000, 9, seed: 6), 9, new StageContext { Memory = 1_000_000, Progress = notes });
        Assert.EndsWith("of the pairs looked at", notes.Last, StringComparison.Ordinal);
        Assert.InRange(graph.Recall!.Value, 0.99, 1);
    }

    [Fact]
    public void Find_MoreNeighborsThanACircleHolds_SearchesCells()
    {
        var points = PointClouds.Make("blobs", 6000, 9, seed: 6);
        var notes = new Notes();
        var graph = ApproximateNeighbors.Find<NarrowDotTile>(points, 9, 90, 0.99, new StageContext { Progress = notes }, manyPoints: 0);
        Assert.EndsWith("of the pairs looked at", notes.Last, StringComparison.Ordinal);
        Assert.InRange(graph.Recall!.Value, 0.99, 1);
    }

    [Fact]
    public void Find_CancelledInARound_Stops()
    {
        using var source = new CancellationTokenSource();
        var points = PointClouds.Make("uniform", 20_000, 16, seed: 4);
        var canceller = new Notes { Seen = note => { if (note.StartsWith("round ", StringComparison.Ordinal)) source.Cancel(); } };
        Assert.ThrowsAny<OperationCanceledException>(() => Find(points, 16, new StageContext { Cancel = source.Token, Progress = canceller, Clock = new EagerClock() }));
        Assert.StartsWith("round ", canceller.Last, StringComparison.Ordinal);
    }

    [Fact]
    public void PointsWithin_NoLimit_AreAll()
    {
        var points = PointClouds.Make("blobs", 6000, 9, seed: 6);
        var context = new StageContext();
        var meter = context.Start("neighbors", 1);
        using var file = InvertedFile.Build<NarrowDotTile>(points, 9, context, meter);
        var truth = SampledTruth.Find<NarrowDotTile>(file, K, 500, context, meter);
        Assert.Equal(6000, truth.PointsWithin<NarrowDotTile>(file, float.PositiveInfinity, context, meter));
        Assert.InRange(truth.PointsWithin<NarrowDotTile>(file, 0, context, meter), 1, 3000);
    }

    private static NeighborGraph Find(float[] points, int dimension, StageContext context) => ApproximateNeighbors.Find<NarrowDotTile>(points, dimension, K, 0.99, context, manyPoints: 0);

    private sealed class Notes : IProgress<StageProgress>
    {
        private readonly Lock _turn = new();
        private readonly List<string> _all = [];

        public Action<string> Seen { get; init; } = static _ => { };

        public IReadOnlyList<string> All => _all;

        public string Last => _all[^1];

        public void Report(StageProgress value)
        {
            if (value.Note is null) return;
            lock (_turn)
            {
                if (_all.Count == 0 || _all[^1] != value.Note) _all.Add(value.Note);
            }

            Seen(value.Note);
        }
    }

    /// <summary>Time flies, so that every report is due.</summary>
    private sealed class EagerClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Interlocked.Increment(ref _now);
    }
}
