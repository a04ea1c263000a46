using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tests.Neighbors;
using Investigator.Engine.VectorSearch;
using Investigator.Engine.VectorSearch.Ivf;

namespace Investigator.Engine.Tests.VectorSearch.Descent;

public class NeighborDescentTests
{
    private const int K = 10;

    [Theory]
    [InlineData("uniform", 6000, 3)]
    [InlineData("uniform", 6000, 12)]
    [InlineData("blobs", 8000, 17)]
    [InlineData("far", 6000, 8)]
    [InlineData("outlier", 6000, 6)]
    [InlineData("line", 6000, 2)]
    [InlineData("grid", 6000, 4)]
    [InlineData("duplicates", 6000, 4)]
    [InlineData("equal", 6000, 5)]
    public void Find_AnyShape_ReachesTheRecallItSays(string shape, int count, int dimension)
    {
        var points = PointClouds.Make(shape, count, dimension, seed: 5);
        var graph = Find(points, dimension, new StageContext());
        Assert.InRange(graph.Recall!.Value, 0.99, 1);
        ApproximateNeighborsTests.AssertTrueTo(graph, points, dimension);
        graph = ApproximateNeighbors.Find<WideDotTile>(new(points, dimension), K, 0.99, new StageContext(), manyPoints: 0);
        Assert.InRange(graph.Recall!.Value, 0.99, 1);
        ApproximateNeighborsTests.AssertTrueTo(graph, points, dimension);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void Find_AnyThreads_GivesTheSameBits(int threads)
    {
        // Half of the rows are equal, so that some points are listed by thousands.
        var points = PointClouds.Make("uniform", 12_000, 16, seed: 9);
        for (var i = 0; i < 6000; i++) points.AsSpan(0, 16).CopyTo(points.AsSpan(i * 32));
        var notes = new Notes();
        var one = Find(points, 16, new StageContext { Threads = 1, Progress = notes });
        var many = Find(points, 16, new StageContext { Threads = threads });
        Assert.Matches("rounds of neighbour descent: [1-9]", notes.Last);
        Assert.Equal(one.Indices, many.Indices);
        Assert.Equal(one.Distances, many.Distances);
        Assert.Equal(one.Recall, many.Recall);
    }

    [Fact]
    public void Find_RoughBeginning_IsMadeBetterByRounds()
    {
        var notes = new Notes();
        var graph = Find(PointClouds.Make("uniform", 20_000, 16, seed: 4), 16, new StageContext { Progress = notes, Clock = new EagerClock() });
        var first = Assert.Single(notes.All, static note => note.StartsWith("neighbour descent, round 1,", StringComparison.Ordinal));
        var begun = double.Parse(first.Split("recall ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.InRange(begun, 0.1, 0.9);
        Assert.InRange(graph.Recall!.Value, 0.99, 1);
        Assert.Matches("rounds of neighbour descent: [1-9]", notes.Last);
    }

    [Fact]
    public void Find_MoreAskedThanDescentReaches_SearchesCells()
    {
        var notes = new Notes();
        var points = PointClouds.Make("uniform", 20_000, 60, seed: 4);
        var context = new StageContext { Progress = notes, Clock = new EagerClock() };
        var graph = ApproximateNeighbors.Find<NarrowDotTile>(new(points, 60), K, 0.99999, context, manyPoints: 0);
        Assert.Contains(notes.All, static note => note.StartsWith("neighbour descent, round 2,", StringComparison.Ordinal));
        Assert.EndsWith("of all pairs compared", notes.Last, StringComparison.Ordinal);
        Assert.InRange(graph.Recall!.Value, 0.99999, 1);
        Assert.Equal((20_000, 20_000), (notes.Done, notes.Total));
    }

    [Theory]
    [InlineData(31)]
    [InlineData(45)]
    public void Find_ManyNeighbors_ReachesTheRecallAsked(int k)
    {
        var points = PointClouds.Make("blobs", 6000, 9, seed: 6);
        var notes = new Notes();
        var graph = ApproximateNeighbors.Find<NarrowDotTile>(new(points, 9), k, 0.99, new StageContext { Progress = notes }, manyPoints: 0);
        Assert.Contains("rounds of neighbour descent: ", notes.Last, StringComparison.Ordinal);
        Assert.InRange(graph.Recall!.Value, 0.99, 1);
    }

    [Fact]
    public void Find_NoMemoryForLists_SearchesCells()
    {
        var notes = new Notes();
        var graph = Find(PointClouds.Make("blobs", 6000, 9, seed: 6), 9, new StageContext { Memory = 1_000_000, Progress = notes });
        Assert.EndsWith("of all pairs compared", notes.Last, StringComparison.Ordinal);
        Assert.InRange(graph.Recall!.Value, 0.99, 1);
    }

    [Fact]
    public void Find_MoreNeighborsThanALocalJoinHolds_SearchesCells()
    {
        var points = PointClouds.Make("blobs", 6000, 9, seed: 6);
        var notes = new Notes();
        var graph = ApproximateNeighbors.Find<NarrowDotTile>(new(points, 9), 46, 0.99, new StageContext { Progress = notes }, manyPoints: 0);
        Assert.EndsWith("of all pairs compared", notes.Last, StringComparison.Ordinal);
        Assert.InRange(graph.Recall!.Value, 0.99, 1);
    }

    [Theory]
    [InlineData("starting neighbour lists")]
    [InlineData("neighbour descent, round 1,")]
    public void Find_Cancelled_Stops(string at)
    {
        using var source = new CancellationTokenSource();
        var points = PointClouds.Make("uniform", 20_000, 16, seed: 4);
        var canceller = new Notes { Seen = note => { if (note.StartsWith(at, StringComparison.Ordinal)) source.Cancel(); } };
        var context = new StageContext { Cancel = source.Token, Progress = canceller, Clock = new EagerClock() };
        Assert.ThrowsAny<OperationCanceledException>(() => Find(points, 16, context));
        Assert.StartsWith(at, canceller.Last, StringComparison.Ordinal);
    }

    [Fact]
    public void PointsWithin_NoLimit_AreAll()
    {
        var points = PointClouds.Make("blobs", 6000, 9, seed: 6);
        var context = new StageContext();
        var meter = context.Start("neighbors", 1);
        using var file = IvfIndex.Build<NarrowDotTile>(SearchedPoints.Whole(new(points, 9)), context, meter);
        var truth = RecallSample.Find<NarrowDotTile>(file, K, 500, context, meter);
        Assert.Equal(6000, truth.PointsWithin<NarrowDotTile>(file, float.PositiveInfinity, context, meter));
        Assert.InRange(truth.PointsWithin<NarrowDotTile>(file, 0, context, meter), 1, 3000);
    }

    private static NeighborGraph Find(float[] points, int dimension, StageContext context) =>
        ApproximateNeighbors.Find<NarrowDotTile>(new(points, dimension), K, 0.99, context, manyPoints: 0);

    private sealed class Notes : IProgress<StageProgress>
    {
        private readonly Lock _turn = new();
        private readonly List<string> _all = [];

        public Action<string> Seen { get; init; } = static _ => { };

        public IReadOnlyList<string> All => _all;

        public string Last => _all[^1];

        public long Done { get; private set; }

        public long Total { get; private set; }

        public void Report(StageProgress value)
        {
            if (value.Note is null) return;
            lock (_turn)
            {
                (Done, Total) = (value.Done, value.Total);
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
