using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Embedding.Network;
using Investigator.Engine.Embedding.Training;
using Investigator.Engine.Sequences;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Embedding.Training;

public sealed class TrainingCheckpointTests : IDisposable
{
    private static readonly EmbeddingOptions Tiny = new()
    {
        Dimension = 8,
        Hidden = 4,
        TimeHidden = 4,
        PageDimension = 4,
        TimeDimension = 4,
        MaxEpochs = 4,
        Patience = 4,
        BatchSize = 16
    };
    private static readonly SequenceSet Set = SequenceFamilies.Make(SequenceFamilies.Five, 60, seed: 1);

    /// <summary>The training that nothing ended, once for all that are held against it.</summary>
    private static readonly Lazy<(float[] Weights, IReadOnlyList<EpochLoss> Epochs)> Whole = new(static () =>
    {
        using var folder = new TempFolder();
        return Train(folder.File("whole"), int.MaxValue).Result;
    });

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(18)]
    [InlineData(40)]
    public void Run_EndedAndTakenUpAgain_GivesTheSameBits(int endAfter)
    {
        var whole = Whole.Value;
        Assert.Throws<OperationCanceledException>(() => Train(_folder.File("ended"), endAfter));
        var (resumed, steps) = Train(_folder.File("ended"), int.MaxValue);
        var all = StepsOf(whole);
        Assert.InRange(steps, 1, all - endAfter + 1);
        Assert.Equal(whole.Weights, resumed.Weights);
        Assert.Equal(whole.Epochs, resumed.Epochs);
    }

    [Fact]
    public void Run_CheckpointOfAnotherWork_StartsAnew()
    {
        Assert.Throws<OperationCanceledException>(() => Train(_folder.File("ended"), 20));
        var (_, steps) = Train(_folder.File("ended"), int.MaxValue, work: "another");
        Assert.Equal(StepsOf(Whole.Value), steps);
    }

    [Theory]
    [InlineData("training-checkpoint.json")]
    [InlineData("training-checkpoint-0.npy")]
    [InlineData("training-checkpoint-1.npy")]
    public void Run_DamagedCheckpoint_EndsAsIfThereWereNone(string file)
    {
        var whole = Whole.Value;
        Assert.Throws<OperationCanceledException>(() => Train(_folder.File("ended"), 20));
        var path = Path.Combine(_folder.File("ended"), file);
        Assert.True(File.Exists(path));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^40]);
        Assert.Equal(whole.Weights, Train(_folder.File("ended"), int.MaxValue).Result.Weights);
    }

    [Fact]
    public void Embed_Finished_LeavesNoCheckpoint()
    {
        SequenceEmbedder.Embed(Set, Tiny, _folder.Path, new StageContext());
        Assert.DoesNotContain(Directory.GetFiles(_folder.Path), static f => f.Contains("checkpoint", StringComparison.Ordinal));
    }

    private static int StepsOf((float[] Weights, IReadOnlyList<EpochLoss> Epochs) training) =>
        training.Epochs.Count * ((300 - 15 + Tiny.BatchSize - 1) / Tiny.BatchSize);

    /// <summary>Trains with a checkpoint before each step, until so many steps are done.</summary>
    private static ((float[] Weights, IReadOnlyList<EpochLoss> Epochs) Result, int Steps) Train(string folder, int endAfter, string work = "work")
    {
        using var cancel = new CancellationTokenSource();
        var clock = new CountingClock(reads =>
        {
            // Asked once before the first step and once in each.
            if (reads > endAfter) cancel.Cancel();
        });
        var context = new StageContext { Cancel = cancel.Token, Clock = clock };
        TorchLibrary.EnsureLoaded();
        using var network = new BehaviorNetwork(Set.Vocabulary.Length, Tiny);
        network.Draw(3);
        var rows = Enumerable.Range(0, Set.Count).ToArray();
        using var training = new NetworkTraining(network, Set, rows, Tiny, new TrainingCheckpoint(folder, work), context,
            new StageContext().Start("embedding", 1))
        { Every = TimeSpan.Zero };
        var epochs = training.Run();
        return ((network.ReadWeights(), epochs), clock.Reads / 2);
    }

    /// <summary>A clock that tells how often it was read.</summary>
    private sealed class CountingClock(Action<int> read) : TimeProvider
    {
        public int Reads { get; private set; }

        public override long GetTimestamp()
        {
            read(++Reads / 2);
            return base.GetTimestamp();
        }
    }
}
