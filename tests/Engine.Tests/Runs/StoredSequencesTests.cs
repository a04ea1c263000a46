using Investigator.Engine.Core;
using Investigator.Engine.Runs;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Runs;

public sealed class StoredSequencesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(3)]
    [InlineData(256)]
    [InlineData(257)]
    public void Of_WhatAFinishedRunKept_IsWhatTheStagesHadAsFarAsAnyoneSees(int pages)
    {
        var sequences = Made(pages);
        sequences.Save(_folder.Path);
        StoredSequences.Write(_folder.Path, sequences, [0.25f, 0.75f, 1]);
        new RunFolder(_folder.Path).Keep(Retention.Explain);

        Assert.False(KnownFiles.SequenceDwell.ExistsIn(_folder.Path));
        var stored = StoredSequences.Open(_folder.Path)!;
        var last = sequences.Vocabulary[^1];
        Assert.Equal([new StoredEvent("page 1", 12.5f, 0.25f), new StoredEvent(last, float.NaN, 0.75f)], stored.Of(0));
        Assert.Empty(stored.Of(1));
        var only = Assert.Single(stored.Of(2));
        Assert.Equal(("other", 1f), (only.Type, only.Attention));
        Assert.Equal(1234.567, only.Seconds, 1234.567 / 1000);
        Assert.Equal(pages <= 256 ? 1 : 2, (new FileInfo(KnownFiles.StepPages.In(_folder.Path)).Length - 128) / 3.0);
    }

    [Fact]
    public void Of_SequencesWithoutAttention_WeighNothing()
    {
        var sequences = Made(3);
        sequences.Save(_folder.Path);
        StoredSequences.Write(_folder.Path, sequences, [1, 1, 1]);
        StoredSequences.Write(_folder.Path, sequences, []);

        Assert.All(StoredSequences.Open(_folder.Path)!.Of(0), static e => Assert.Equal(0, e.Attention));
    }

    [Fact]
    public void Write_TimesBeyondHalfFloats_AreTheLargestThere()
    {
        var sequences = Made(3) with { Dwell = [1e9f, 0, 0] };
        sequences.Save(_folder.Path);
        StoredSequences.Write(_folder.Path, sequences, []);

        Assert.Equal(65_504, StoredSequences.Open(_folder.Path)!.Of(0)[0].Seconds);
    }

    [Fact]
    public void Keep_OfARunThatHasOnlyTheStagesOwn_LeavesThemForPages()
    {
        var sequences = Made(3);
        sequences.Save(_folder.Path);
        NpyFile.Write<float>(KnownFiles.Attention.In(_folder.Path), [0.2f, 0.8f, 1], 3);
        var run = new RunFolder(_folder.Path);
        run.Keep(Retention.Explain);

        Assert.Equal([new StoredEvent("page 1", 12.5f, 0.2f), new StoredEvent("page 2", float.NaN, 0.8f)], run.OpenSequences()!.Of(0));
        Assert.False(KnownFiles.SequenceGap.ExistsIn(_folder.Path));

        run.Keep(Retention.Results);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    /// <summary>Three sequences, of which the second is empty.</summary>
    private static SequenceSet Made(int pages) => new()
    {
        Offsets = [0, 2, 2, 3],
        Types = [1, (short)(pages - 1), 0],
        Dwell = [12.5f, float.NaN, 1234.567f],
        Gap = [0, 12.5f, 0],
        Vocabulary = ["other", .. Enumerable.Range(1, pages - 1).Select(static i => $"page {i}")],
        MaxLength = 64,
    };
}
