using System.Numerics.Tensors;
using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Embedding.Network;
using Investigator.Engine.Embedding.Training;
using Investigator.Engine.Sequences;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Embedding;

public sealed class SequenceEmbedderTests : IDisposable
{
    private static readonly EmbeddingOptions Small = new()
    {
        Dimension = 16,
        Hidden = 16,
        TimeHidden = 12,
        PageDimension = 8,
        TimeDimension = 8,
        MaxEpochs = 4,
        BatchSize = 64,
        LearningRate = 1e-2
    };
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Embed_FamiliesOfScriptAndRhythm_PutsTheNearestInTheSameFamily()
    {
        var set = SequenceFamilies.Make(SequenceFamilies.Five, 120, seed: 3);
        var embedding = Embed(set, Small);
        var same = 0;
        for (var i = 0; i < set.Count; i++) same += Nearest(embedding, i) % 5 == i % 5 ? 1 : 0;
        Assert.InRange((double)same / set.Count, 0.9, 1);
        Assert.NotEmpty(embedding.Training.Epochs);
        Assert.True(embedding.Training.Epochs[^1].HeldOut < embedding.Training.Epochs[0].HeldOut);
    }

    [Fact]
    public void Embed_AnyRows_GivesUnitVectorsAndAttentionThatSumsToOne()
    {
        var set = Mixed();
        var embedding = Embed(set, Small with { MaxEpochs = 1 });
        Assert.Equal(set.Types.Length, embedding.Attention.Length);
        for (var i = 0; i < set.Count; i++)
        {
            Assert.Equal(1, TensorPrimitives.Norm(Vector(embedding, i)), 4);
            if (set.Length(i) == 0) continue;
            var attention = embedding.Attention.AsSpan(set.Offsets[i], set.Length(i));
            Assert.Equal(1, TensorPrimitives.Sum(attention), 4);
            Assert.True(TensorPrimitives.Min(attention) >= 0);
        }
    }

    [Fact]
    public void Encode_AloneOrAmongOthers_GivesARowTheSameVectorAndAttention()
    {
        TorchLibrary.EnsureLoaded();
        var set = SequenceFamilies.Of([([1, 2, 3, 4], [1, 2, 3, 4]), ([1, 2, 3, 5], [1, 2, 3, 40])]);
        using var network = new BehaviorNetwork(set.Vocabulary.Length, Small);
        network.Draw(5);
        using var scope = TorchSharp.torch.NewDisposeScope();
        var alone = network.Encode(SequenceBatch.Build(set, [new(4, 4)]));
        var among = network.Encode(SequenceBatch.Build(set, [new(0, 4), new(4, 4)]));
        var (expected, actual) = (alone.Vectors.data<float>().ToArray(), among.Vectors.data<float>().ToArray()[Small.Dimension..]);
        for (var d = 0; d < expected.Length; d++) Assert.Equal(expected[d], actual[d], 5);
        for (var t = 0; t < 4; t++) Assert.Equal(alone.Attention.data<float>()[t], among.Attention.data<float>()[(t * 2) + 1], 5);
    }

    [Fact]
    public void Build_SlicesOfTwoLengths_AreRefusedSoThatNothingIsPadded() =>
        Assert.Throws<ArgumentException>(() => SequenceBatch.Build(SequenceFamilies.Of([([1, 2], [1, 2]), ([1], [1])]), [new(0, 2), new(2, 1)]));

    [Fact]
    public void Encode_AnotherLaterEvent_LeavesForwardStatesAlone()
    {
        TorchLibrary.EnsureLoaded();
        var set = SequenceFamilies.Of([([1, 2, 3, 4], [1, 2, 3, 4]), ([1, 2, 3, 5], [1, 2, 3, 40]), ([6, 2, 3, 4], [50, 2, 3, 4])]);
        using var network = new BehaviorNetwork(set.Vocabulary.Length, Small);
        network.Draw(5);
        using var scope = TorchSharp.torch.NewDisposeScope();
        var encoded = network.Encode(SequenceBatch.Build(set, [new(0, 4), new(4, 4), new(8, 4)]));
        var states = Small.Hidden + Small.TimeHidden;
        float Apart(TorchSharp.torch.Tensor all, int step, int row)
        {
            var values = all.data<float>().ToArray();
            return TensorPrimitives.Distance(values.AsSpan(step * 3 * states, states), values.AsSpan(((step * 3) + row) * states, states));
        }

        Assert.Equal(0, Apart(encoded.Forward, 2, 1), 5);
        Assert.True(Apart(encoded.Forward, 3, 1) > 0.01f);
        // Row 2 differs from row 0 in its first event, whose dwell is the second event's gap: from the third on the backward states are the same.
        var (first, other) = (set.Gap.AsSpan(0, 4).ToArray(), set.Gap.AsSpan(8, 4).ToArray());
        Assert.Equal(first[2..], other[2..]);
        Assert.Equal(0, Apart(encoded.Backward, 2, 2), 5);
        Assert.True(Apart(encoded.Backward, 0, 2) > 0.01f);
    }

    [Fact]
    public void Embed_SameSeed_GivesTheSameBitsAtAnyThreadCount()
    {
        var set = SequenceFamilies.Make(SequenceFamilies.Five, 60, seed: 4);
        var options = Small with { MaxEpochs = 2 };
        var one = SequenceEmbedder.Embed(set, options, _folder.File("a"), new StageContext { Seed = 9, Threads = 1 });
        var three = SequenceEmbedder.Embed(set, options, _folder.File("b"), new StageContext { Seed = 9, Threads = 3 });
        var other = SequenceEmbedder.Embed(set, options, _folder.File("c"), new StageContext { Seed = 10 });
        Assert.Equal(one.Vectors, three.Vectors);
        Assert.Equal(one.Attention, three.Attention);
        Assert.Equal(one.Training.Epochs, three.Training.Epochs);
        Assert.NotEqual(one.Vectors, other.Vectors);
    }

    [Fact]
    public void Weights_ReadAndWritten_LeaveNoTensorThatOnlyACollectionWouldFree()
    {
        TorchLibrary.EnsureLoaded();
        var set = SequenceFamilies.Of([([1, 2, 3, 4], [1, 2, 3, 4]), ([1, 2, 3, 5], [1, 2, 3, 40])]);
        using var network = new BehaviorNetwork(set.Vocabulary.Length, Small);
        using (TorchSharp.torch.NewDisposeScope()) SelfSupervision.Loss(network, SequenceBatch.Build(set, [new(0, 4), new(4, 4)]), Small).backward();
        var made = TorchSharp.DisposeScopeManager.Statistics.TensorStatistics;
        made.Reset();
        network.Draw(5);
        network.StartFrom(MarkovBaseline.Of(set, [0, 1]));
        var gradient = new float[network.WeightCount];
        network.TakeGradients(gradient);
        network.WriteWeights(network.ReadWeights());
        Assert.Contains(gradient, static g => g != 0);
        Assert.NotEqual(0, made.CreatedInScopeCount);
        Assert.Equal(0, made.CreatedOutsideScopeCount);
        Assert.Equal(0, made.ThreadTotalLiveCount);
    }

    [Fact]
    public void Embed_IdenticalAndEmptySequences_GetIdenticalVectors()
    {
        var set = Mixed();
        var embedding = Embed(set, Small with { MaxEpochs = 1 });
        var (twins, empties) = (Rows(set, static length => length == 9), Rows(set, static length => length == 0));
        Assert.True(twins.Length > 1 && empties.Length > 1);
        foreach (var group in new[] { twins, empties })
        {
            foreach (var row in group) Assert.Equal(Vector(embedding, group[0]), Vector(embedding, row));
        }

        foreach (var row in twins) Assert.Equal(embedding.Attention.AsSpan(set.Offsets[twins[0]], 9), embedding.Attention.AsSpan(set.Offsets[row], 9));
    }

    [Fact]
    public void Embed_NoEventsAtAll_TrainsNothingAndGivesZeros()
    {
        var embedding = Embed(SequenceFamilies.Of([([], []), ([], []), ([], [])]), Small);
        Assert.Equal(3, embedding.Count);
        Assert.All(embedding.Vectors, static v => Assert.Equal(0, v));
        Assert.Empty(embedding.Training.Epochs);
    }

    [Theory]
    [InlineData(100, 5)]
    [InlineData(6_000, 5)]
    [InlineData(10_000, 3)]
    [InlineData(30_000, 1)]
    [InlineData(10_000_000, 1)]
    public void Passes_OverManySequences_AreFewer(int sequences, int passes) => Assert.Equal(passes, NetworkTraining.Passes(new EmbeddingOptions(), sequences));

    [Fact]
    public void Passes_NoneWanted_AreNone() => Assert.Equal(0, NetworkTraining.Passes(new EmbeddingOptions { MaxEpochs = 0 }, 10_000));

    [Fact]
    public void Embed_NoRows_GivesNothing() => Assert.Equal(0, Embed(SequenceFamilies.Of([]), Small).Count);

    [Fact]
    public void Embed_OneSequenceOfOneEvent_GivesAUnitVector() =>
        Assert.Equal(1, TensorPrimitives.Norm(Embed(SequenceFamilies.Of([([3], [0])]), Small).Vectors), 4);

    [Fact]
    public void Embed_Cancelled_Throws()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        var context = new StageContext { Cancel = cancel.Token };
        Assert.ThrowsAny<OperationCanceledException>(() => SequenceEmbedder.Embed(Mixed(), Small, _folder.Path, context));
    }

    [Fact]
    public void Embed_OptionOutOfRange_SaysWhich()
    {
        var error = Assert.Throws<InputException>(() => Embed(Mixed(), Small with { LearningRate = double.NaN }));
        Assert.Contains("learning_rate", error.Message, StringComparison.Ordinal);
    }

    private BehaviorEmbedding Embed(SequenceSet set, EmbeddingOptions options) =>
        SequenceEmbedder.Embed(set, options, _folder.Path, new StageContext { Seed = 1 });

    /// <summary>Lengths 0 to 40, among them twins of length 9 and empty ones.</summary>
    private static SequenceSet Mixed()
    {
        var random = new Random(7);
        short[] script = [1, 2, 3, 4, 5, 1, 2, 3, 4];
        return SequenceFamilies.Of([.. Enumerable.Range(0, 90).Select(i =>
        {
            var length = i % 10 == 0 ? 0 : i % 10 == 1 ? 9 : 10 + random.Next(30);
            return i % 10 == 1
                ? (script, Enumerable.Repeat(2.5f, 9).ToArray())
                : (Enumerable.Range(0, length).Select(_ => (short)random.Next(8)).ToArray(), Enumerable.Range(0, length)
                    .Select(_ => random.NextSingle() * 90_000).ToArray());
        })]);
    }

    private static int[] Rows(SequenceSet set, Func<int, bool> length) => [.. Enumerable.Range(0, set.Count).Where(i => length(set.Length(i)))];

    private static Span<float> Vector(BehaviorEmbedding embedding, int row) => embedding.Vectors.AsSpan(row * embedding.Dimension, embedding.Dimension);

    private static int Nearest(BehaviorEmbedding embedding, int row) =>
        Enumerable.Range(0, embedding.Count).Where(i => i != row).MaxBy(i => TensorPrimitives.Dot(Vector(embedding, i), Vector(embedding, row)));
}
