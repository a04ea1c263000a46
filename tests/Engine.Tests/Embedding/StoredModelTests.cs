using Investigator.Engine.Compute;
using Investigator.Engine.Embedding;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Embedding;

public sealed class StoredModelTests : IDisposable
{
    private static readonly EmbeddingOptions Tiny = new() { Dimension = 8, Hidden = 4, TimeHidden = 4, PageDimension = 4, TimeDimension = 4, MaxEpochs = 1, BatchSize = 32 };
    private readonly TempFolder _folder = new();
    private readonly StageContext _context = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EmbedWith_TheSameSequences_GivesTheSameVectors()
    {
        var set = SequenceFamilies.Make(SequenceFamilies.Five, 20, seed: 1);
        var trained = SequenceEmbedder.Embed(set, Tiny, _folder.Path, _context);
        var again = SequenceEmbedder.EmbedWith(_folder.Path, set, _context);
        Assert.Equal(trained.Vectors, again.Vectors);
        Assert.Equal(trained.Training.Epochs, again.Training.Epochs);
    }

    [Fact]
    public void EmbedWith_AnotherVocabulary_IsRefusedNamingTheDifference()
    {
        var set = SequenceFamilies.Make(SequenceFamilies.Five, 20, seed: 1);
        SequenceEmbedder.Embed(set, Tiny, _folder.Path, _context);
        var error = Assert.Throws<InputException>(() => SequenceEmbedder.EmbedWith(_folder.Path, set with { Vocabulary = [.. set.Vocabulary[..^1], "refund"] }, _context));
        Assert.Contains("refund", error.Message, StringComparison.Ordinal);
        Assert.Contains("profile", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EmbedWith_NoModel_SaysWhichFileIsMissing()
    {
        var error = Assert.Throws<InputException>(() => SequenceEmbedder.EmbedWith(_folder.Path, SequenceFamilies.Make(SequenceFamilies.Five, 2, seed: 1), _context));
        Assert.Contains("model.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EmbedWith_WeightsOfAnotherSize_AreRefused()
    {
        var set = SequenceFamilies.Make(SequenceFamilies.Five, 20, seed: 1);
        SequenceEmbedder.Embed(set, Tiny, _folder.Path, _context);
        Investigator.Engine.Tables.NpyFile.Write<float>(_folder.File("weights.npy"), [1, 2, 3], 3);
        var error = Assert.Throws<InputException>(() => SequenceEmbedder.EmbedWith(_folder.Path, set, _context));
        Assert.Contains("3 weights", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FingerprintOf_OneValueChanged_Differs()
    {
        var set = SequenceFamilies.Make(SequenceFamilies.Five, 4, seed: 1);
        var dwell = (float[])set.Dwell.Clone();
        dwell[3] += 1;
        Assert.Equal(StoredModel.FingerprintOf(set), StoredModel.FingerprintOf(set with { Dwell = (float[])set.Dwell.Clone() }));
        Assert.NotEqual(StoredModel.FingerprintOf(set), StoredModel.FingerprintOf(set with { Dwell = dwell }));
    }
}
