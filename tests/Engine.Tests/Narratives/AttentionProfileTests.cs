using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Narratives;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tests.Embedding;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Narratives;

public class AttentionProfileTests
{
    /// <summary>Rows 0 to 2 are the cluster, 3 and 4 the rest; row 2 has no events.</summary>
    private static readonly SequenceSet Set = SequenceFamilies.Of([([1, 5], [3, 0.2f]), ([1, 5], [5, 0.3f]), ([], []), ([1, 5], [20, 40]), ([3], [9])]);

    [Fact]
    public void Of_Cluster_GivesSharesHereAndElsewhere()
    {
        var behavior = Profile(Embedding([0.1f, 0.9f, 0.3f, 0.7f, 0.5f, 0.5f, 1])).Of([0, 1, 2])!;
        Assert.Equal(2, behavior.Sequences);
        Assert.Equal(["pay", "home"], behavior.Pages.Select(static p => p.Page));
        Assert.Equal(0.8, behavior.Pages[0].Here, 5);
        Assert.Equal(0.25, behavior.Pages[0].Elsewhere!.Value, 5);
        Assert.Equal(0.25, behavior.Pages[0].SecondsHere!.Value, 5);
        Assert.Equal(40, behavior.Pages[0].SecondsElsewhere!.Value, 5);
        Assert.Equal([(0, 0.5), (2, 8)], behavior.Pauses.Select(static p => (p.From, p.To!.Value)));
        Assert.Equal(0.8, behavior.Pauses[0].Here, 5);
        Assert.Equal(0, behavior.Pauses[0].Elsewhere!.Value, 5);
        Assert.Equal(0.2, behavior.Pauses[1].Here, 5);
    }

    [Fact]
    public void Of_Cluster_ShowsTheMemberNearestToAllOthers()
    {
        var embedding = Embedding([0.1f, 0.9f, 0.3f, 0.7f, 0.5f, 0.5f, 1]);
        float[] vectors = [1, 0, 0.8f, 0.6f, 0, 0, 0, 1, -1, 0];
        var behavior = Profile(embedding with { Vectors = vectors, Dimension = 2 }).Of([0, 1, 3])!;
        Assert.Equal(1, behavior.TypicalRow);
        Assert.Equal(["home", "pay"], behavior.Typical.Select(static s => s.Page));
        Assert.Equal([5, 0.3], behavior.Typical.Select(static s => Math.Round(s.Seconds!.Value, 3)));
        Assert.Equal([0.3, 0.7], behavior.Typical.Select(static s => Math.Round(s.Attention, 3)));
    }

    [Fact]
    public void Of_WithoutAnyEvents_TellsNothing()
    {
        Assert.Null(Profile(Embedding([0.1f, 0.9f, 0.3f, 0.7f, 0.5f, 0.5f, 1])).Of([2]));
        Assert.Null(Profile(null).Of([0, 1]));
    }

    [Fact]
    public void Of_EverybodyWithEvents_HasNothingToCompareWith()
    {
        var behavior = Profile(Embedding([0.1f, 0.9f, 0.3f, 0.7f, 0.5f, 0.5f, 1])).Of([0, 1, 3, 4])!;
        Assert.All(behavior.Pages, static p => Assert.Null(p.Elsewhere));
        Assert.All(behavior.Pauses, static p => Assert.Null(p.Elsewhere));
    }

    /// <summary>
    /// One purchase in sixteen is a script's: pages as anybody's, but it leaves the fifth after 0.3 seconds, where everybody stays 7 seconds or more on any
    /// page.
    /// </summary>
    [Fact]
    public void Attention_OfAScriptThatIsTooFastOnce_PointsAtThatStep()
    {
        const int Planted = 4;
        var random = new Random(11);
        var set = SequenceFamilies.Of([.. Enumerable.Range(0, 1_600).Select(row =>
        {
            var pages = Enumerable.Range(0, 7).Select(_ => (short)(1 + random.Next(3))).ToArray();
            var dwell = pages.Select(_ => (float)Math.Exp(2 + (1.2 * random.NextDouble()))).ToArray();
            if (Scripted(row)) dwell[Planted] = 0.3f;
            return (pages, dwell);
        })]);
        using var folder = new TempFolder();
        var options = new EmbeddingOptions { Dimension = 16, Hidden = 16, TimeHidden = 12, PageDimension = 8, TimeDimension = 8, LearningRate = 1e-2 };
        var embedding = SequenceEmbedder.Embed(set, options, folder.Path, new StageContext { Seed = 1 });
        var (scripted, others) = (
            Enumerable.Range(0, set.Count).Where(Scripted).ToArray(), Enumerable.Range(0, set.Count).Where(static row => !Scripted(row)).ToArray());
        Assert.InRange(scripted.Count(Points), 0.9 * scripted.Length, scripted.Length);
        Assert.InRange(others.Count(Points), 0, 0.3 * others.Length);
        var behavior = Profile(embedding, set).Of(scripted)!;
        Assert.Equal(0, behavior.Pauses.MaxBy(static p => p.Here)!.From);
        Assert.True(behavior.Pauses[0].Here > 0.5 && behavior.Pauses[0].Elsewhere == 0);

        static bool Scripted(int row) => row % 16 == 0;
        bool Points(int row) => Strongest(embedding.Attention.AsSpan(set.Offsets[row], set.Length(row))) == Planted;
    }

    private static int Strongest(ReadOnlySpan<float> weights) => System.Numerics.Tensors.TensorPrimitives.IndexOfMax(weights);

    private static AttentionProfile Profile(BehaviorEmbedding? embedding, SequenceSet? set = null) => new(
        set ?? Set, embedding, new PageTimes(set ?? Set, new ParallelOptions()));

    private static BehaviorEmbedding Embedding(float[] attention) =>
        new() { Vectors = new float[Set.Count], Dimension = 1, Attention = attention, Training = new TrainingReport(0, [], 1, 0) };
}
