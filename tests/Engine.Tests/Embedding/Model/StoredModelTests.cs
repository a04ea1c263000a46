using System.Text.Json.Nodes;
using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Embedding.Model;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Embedding.Model;

public sealed class StoredModelTests : IDisposable
{
    private static readonly EmbeddingOptions Tiny = new()
    {
        Dimension = 8,
        Hidden = 4,
        TimeHidden = 4,
        PageDimension = 4,
        TimeDimension = 4,
        MaxEpochs = 1,
        BatchSize = 32
    };
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
    public void EmbedWith_PagesInAnotherOrder_GivesTheSameVectors()
    {
        var set = SequenceFamilies.Make(SequenceFamilies.Five, 20, seed: 1);
        var trained = SequenceEmbedder.Embed(set, Tiny, _folder.Path, _context);
        var last = set.Vocabulary.Length - 1;
        var turned = set with
        {
            Vocabulary = [set.Vocabulary[0], .. set.Vocabulary[1..].Reverse()],
            Types = Array.ConvertAll(set.Types, t => t == 0 ? t : (short)(last + 1 - t))
        };
        var again = SequenceEmbedder.EmbedWith(_folder.Path, turned, _context);
        Assert.Equal(trained.Vectors, again.Vectors);
        Assert.Equal(0, again.Training.Drift!.UnknownPages);
        Assert.Equal(0, again.Training.Drift.PageShift, 9);
        Assert.Empty(again.Training.Drift.Notes());
        Assert.Equal(_folder.Path, again.Training.Model);
    }

    [Fact]
    public void EmbedWith_SomeUnknownPages_TakesThemForOtherAndSaysSo()
    {
        var set = SequenceFamilies.Make(SequenceFamilies.Five, 20, seed: 1);
        SequenceEmbedder.Embed(set, Tiny, _folder.Path, _context);
        var renamed = Array.IndexOf(SequenceProfile.Shares(set), SequenceProfile.Shares(set).Where(static s => s is > 0.02 and < 0.5).Max());
        var other = SequenceEmbedder.EmbedWith(_folder.Path, set with { Types = Array.ConvertAll(set.Types, t => t == renamed ? (short)0 : t) }, _context);
        var unknown = SequenceEmbedder.EmbedWith(_folder.Path,
            set with { Vocabulary = [.. set.Vocabulary.Select((page, p) => p == renamed ? "refund" : page)] }, _context);
        Assert.Equal(other.Vectors, unknown.Vectors);
        Assert.Equal(SequenceProfile.Shares(set)[renamed], unknown.Training.Drift!.UnknownPages, 9);
        Assert.Contains("has never seen the pages", unknown.Training.Drift.Notes()[0], StringComparison.Ordinal);
    }

    [Fact]
    public void EmbedWith_MostlyUnknownPages_IsRefusedNamingOneOfThem()
    {
        var set = SequenceFamilies.Make(SequenceFamilies.Five, 20, seed: 1);
        SequenceEmbedder.Embed(set, Tiny, _folder.Path, _context);
        var error = Assert.Throws<InputException>(() => SequenceEmbedder.EmbedWith(_folder.Path,
            set with { Vocabulary = [set.Vocabulary[0], .. set.Vocabulary[1..].Select(static page => "new/" + page)] }, _context));
        Assert.Contains("new/", error.Message, StringComparison.Ordinal);
        Assert.Contains("never seen", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EmbedWith_PeopleWhoStayTenTimesAsLong_NotesTheShift()
    {
        var set = SequenceFamilies.Make(SequenceFamilies.Five, 20, seed: 1);
        SequenceEmbedder.Embed(set, Tiny, _folder.Path, _context);
        var slow = SequenceEmbedder.EmbedWith(_folder.Path, set with { Dwell = Array.ConvertAll(set.Dwell, static d => 10 * d) }, _context).Training.Drift!;
        Assert.InRange(slow.DwellShift, 0.2, 1);
        Assert.Contains("longer or shorter", Assert.Single(slow.Notes()), StringComparison.Ordinal);
    }

    [Fact]
    public void Embed_ModelNamed_AppliesItAndKeepsACopy()
    {
        var set = SequenceFamilies.Make(SequenceFamilies.Five, 20, seed: 1);
        var trained = SequenceEmbedder.Embed(set, Tiny, _folder.File("a"), _context);
        var applied = SequenceEmbedder.Embed(set, new EmbeddingOptions { Dimension = 64, Model = _folder.File("a") }, _folder.File("b"), _context);
        Assert.Equal(trained.Vectors, applied.Vectors);
        Assert.Equal(Tiny.Dimension, applied.Dimension);
        Assert.Equal(trained.Vectors, SequenceEmbedder.EmbedWith(_folder.File("b"), set, _context).Vectors);
    }

    [Fact]
    public void Describe_AnotherFormat_IsRefusedWithBothNumbers()
    {
        File.WriteAllText(KnownFiles.BehaviorModel.In(_folder.Path), """{ "format": 1, "something": [1, 2] }""");
        var error = Assert.Throws<InputException>(() => StoredModel.Describe(_folder.Path));
        Assert.Contains("another format", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{StoredModel.CurrentFormat}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_NoFolder_SaysWhatWasExpected() =>
        Assert.Contains("a run's results", Assert.Throws<InputException>(() => StoredModel.Describe(_folder.File("nowhere"))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void EmbedWith_NoModel_SaysWhichFileIsMissing()
    {
        var error = Assert.Throws<InputException>(() => SequenceEmbedder.EmbedWith(_folder.Path, SequenceFamilies.Make(SequenceFamilies.Five, 2, seed: 1),
            _context));
        Assert.Contains("model.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EmbedWith_WeightsOfAnotherSize_AreRefused()
    {
        var set = SequenceFamilies.Make(SequenceFamilies.Five, 20, seed: 1);
        SequenceEmbedder.Embed(set, Tiny, _folder.Path, _context);
        Investigator.Engine.Tables.NpyFile.Write<float>(_folder.File("weights.npy"), [1, 2, 3], 3);
        Assert.Throws<DamagedFileException>(() => SequenceEmbedder.EmbedWith(_folder.Path, set, _context));

        // As an earlier version stored it, without a hash.
        var file = KnownFiles.BehaviorModel.In(_folder.Path);
        var former = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        foreach (var key in (string[])["weights_sha256", "seal"]) Assert.True(former.Remove(key));
        File.WriteAllText(file, former.ToJsonString());
        var error = Assert.Throws<InputException>(() => SequenceEmbedder.EmbedWith(_folder.Path, set, _context));
        Assert.Contains("3 weights", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_AModelWithAnyFlippedBit_IsRefused()
    {
        SequenceEmbedder.Embed(SequenceFamilies.Make(SequenceFamilies.Five, 20, seed: 1), Tiny, _folder.Path, _context);
        foreach (var file in (StoredFile[])[KnownFiles.BehaviorModel, KnownFiles.BehaviorWeights])
        {
            BitFlips.Each(file.In(_folder.Path), flip => Assert.True(Record.Exception(() => StoredModel.Describe(_folder.Path)) is DamagedFileException, flip));
        }
        StoredModel.Describe(_folder.Path);
    }

    /// <summary>A stage lists what it wrote by the files' times: a copy done again must not look like the first.</summary>
    [Fact]
    public void Copy_OfAModel_BearsItsOwnTime()
    {
        using var other = new TempFolder();
        foreach (var file in (StoredFile[])[KnownFiles.BehaviorModel, KnownFiles.BehaviorWeights])
        {
            File.WriteAllText(file.In(_folder.Path), file.Name);
            File.SetLastWriteTimeUtc(file.In(_folder.Path), DateTime.UnixEpoch);
        }

        StoredModel.Copy(_folder.Path, other.Path);

        Assert.All(Directory.GetFiles(other.Path), static copy => Assert.NotEqual(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(copy)));
        Assert.Equal(KnownFiles.BehaviorWeights.Name, File.ReadAllText(KnownFiles.BehaviorWeights.In(other.Path)));
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
