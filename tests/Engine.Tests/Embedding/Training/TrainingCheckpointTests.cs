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
    private readonly TempFolder _folder = new();
    private readonly SequenceSet _set = SequenceFamilies.Make(SequenceFamilies.Five, 60, seed: 1);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(18)]
    [InlineData(40)]
    public void Run_EndedAndTakenUpAgain_GivesTheSameBits(int endAfter)
    {
        var (whole, _) = Train("whole", int.MaxValue);
        Assert.Throws<OperationCanceledException>(() => Train("ended", endAfter));
        var (resumed, steps) = Train("ended", int.MaxValue);
        var all = StepsOf(whole);
        Assert.InRange(steps, 1, all - endAfter + 1);
        Assert.Equal(whole.Weights, resumed.Weights);
        Assert.Equal(whole.Epochs, resumed.Epochs);
    }

    [Fact]
    public void Run_CheckpointOfAnotherWork_StartsAnew()
    {
        Assert.Throws<OperationCanceledException>(() => Train("ended", 20));
        var (_, steps) = Train("ended", int.MaxValue, work: "another");
        Assert.Equal(StepsOf(Train("whole", int.MaxValue).Result), steps);
    }

    [Theory]
    [InlineData("training-checkpoint.json")]
    [InlineData("training-checkpoint-0.npy")]
    [InlineData("training-checkpoint-1.npy")]
    public void Run_DamagedCheckpoint_EndsAsIfThereWereNone(string file)
    {
        var (whole, _) = Train("whole", int.MaxValue);
        Assert.Throws<OperationCanceledException>(() => Train("ended", 20));
        var path = Path.Combine(_folder.File("ended"), file);
        Assert.True(File.Exists(path));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^40]);
        Assert.Equal(whole.Weights, Train("ended", int.MaxValue).Result.Weights);
    }

    [Fact]
    public void Embed_Finished_LeavesNoCheckpoint()
    {
        SequenceEmbedder.Embed(_set, Tiny, _folder.Path, new StageContext());
        Assert.DoesNotContain(Directory.GetFiles(_folder.Path), static f => f.Contains("checkpoint", StringComparison.Ordinal));
    }

    private static int StepsOf((float[] Weights, IReadOnlyList<EpochLoss> Epochs) training) =>
        training.Epochs.Count * ((300 - 15 + Tiny.BatchSize - 1) / Tiny.BatchSize);

    /// <summary>Trains with a checkpoint before each step, until so many steps are done.</summary>
    private ((float[] Weights, IReadOnlyList<EpochLoss> Epochs) Result, int Steps) Train(string folder, int endAfter, string work = "work")
    {
        using var cancel = new CancellationTokenSource();
        var clock = new CountingClock(reads =>
        {
            // Asked once before the first step and once in each.
            if (reads > endAfter) cancel.Cancel();
        });
        var context = new StageContext { Cancel = cancel.Token, Clock = clock };
        TorchLibrary.EnsureLoaded();
        using var network = new BehaviorNetwork(_set.Vocabulary.Length, Tiny);
        network.Draw(3);
        var rows = Enumerable.Range(0, _set.Count).ToArray();
        using var training = new NetworkTraining(network, _set, rows, Tiny, new TrainingCheckpoint(_folder.File(folder), work), context,
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
