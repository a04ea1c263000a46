using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Embedding.Network;
using Investigator.Engine.Embedding.Training;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Embedding;

public sealed class UnknownTimesTests : IDisposable
{
    private static readonly EmbeddingOptions Tiny = new()
    {
        Dimension = 8,
        Hidden = 4,
        TimeHidden = 4,
        PageDimension = 4,
        TimeDimension = 4,
        MaxEpochs = 2,
        BatchSize = 32
    };
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Describe_TimeThatIsNotKnown_LiesInNoBinAndIsNotTakenForNoTime()
    {
        var (unknown, none) = (new float[EventTiming.Features], new float[EventTiming.Features]);
        EventTiming.Describe(float.NaN, 0, unknown);
        EventTiming.Describe(0, 0, none);
        Assert.False(EventTiming.IsKnown(unknown, 0));
        Assert.True(EventTiming.IsKnown(unknown, 1));
        Assert.True(EventTiming.IsKnown(none, 0));
        Assert.NotEqual(none, unknown);
        Assert.DoesNotContain(unknown, float.IsNaN);
    }

    [Fact]
    public void Embed_SomeTimesNotKnown_TrainsAndGivesFiniteVectors()
    {
        var set = SequenceFamilies.Make(SequenceFamilies.Five, 20, seed: 1);
        for (var i = 0; i < set.Dwell.Length; i += 3) set.Dwell[i] = set.Gap[i] = float.NaN;
        var embedding = SequenceEmbedder.Embed(set, Tiny, _folder.Path, new StageContext());
        Assert.All(embedding.Vectors, v => Assert.True(float.IsFinite(v)));
        Assert.All(embedding.Training.Epochs, e => Assert.True(double.IsFinite(e.Train) && double.IsFinite(e.HeldOut)));
    }

    [Fact]
    public void Loss_WhereNoTimeIsKnown_DoesNotDependOnWhatIsPredictedOfTimes()
    {
        TorchLibrary.EnsureLoaded();
        var set = SequenceFamilies.Of([([1, 2, 3, 4], [1, 2, 3, 4]), ([2, 3, 4, 1], [5, 6, 7, 8])]);
        Array.Fill(set.Dwell, float.NaN);
        Array.Fill(set.Gap, float.NaN);
        using var network = new BehaviorNetwork(set.Vocabulary.Length, Tiny);
        network.Draw(5);
        using var scope = TorchSharp.torch.NewDisposeScope();
        SelfSupervision.Loss(network, SequenceBatch.Build(set, [new(0, 4), new(4, 4)]), Tiny).backward();
        var heads = network.named_parameters()
            .Where(p => p.name.Contains("Dwell", StringComparison.OrdinalIgnoreCase) || p.name.Contains("Gap", StringComparison.OrdinalIgnoreCase)).ToArray();
        Assert.NotEmpty(heads);
        Assert.All(heads, p => Assert.Equal(0, p.parameter.grad?.abs().sum().item<float>() ?? 0));
    }

    [Fact]
    public void Embed_OneSequenceOfTenThousandEvents_IsOneVectorLikeAnyOther()
    {
        var rows = Enumerable.Range(0, 40).Select(i => ((short[])[1, 2, (short)(3 + i % 4)], (float[])[1, 2, i + 1])).ToList();
        rows.Add(([.. Enumerable.Range(0, 10_000).Select(i => (short)(1 + i % 7))], [.. Enumerable.Repeat(1.5f, 10_000)]));
        var set = SequenceFamilies.Of(rows) with { MaxLength = 10_000 };
        var embedding = SequenceEmbedder.Embed(set, Tiny with { MaxEpochs = 1 }, _folder.Path, new StageContext());
        Assert.Equal(1, Math.Sqrt(embedding.Vectors[^8..].Sum(v => v * v)), 1e-3);
        Assert.Equal(1, embedding.Attention[^10_000..].Sum(a => (double)a), 1e-3);
    }
}
