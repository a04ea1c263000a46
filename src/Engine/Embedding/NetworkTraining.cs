using Investigator.Engine.Compute;
using Investigator.Engine.Sequences;
using TorchSharp;
using static TorchSharp.torch;

namespace Investigator.Engine.Embedding;

/// <summary>Trains a network on distinct sequences: AdamW with warm-up and cosine decay, clipped gradients, early stop on held-out sequences, best weights kept.</summary>
/// <remarks>A step's batch is cut into a fixed number of shards, each run on its own copy of the network by whichever thread is free; gradients are added in shard order. So the thread
/// count changes the time and not one bit of the result.</remarks>
internal sealed class NetworkTraining : IDisposable
{
    public const int Shards = 2;
    private const int HeldOutShare = 20;    // one in so many sequences is held out
    private const int HeldOutLimit = 1_000;
    private const int HeldOutBatch = 64;    // small, so that rows of a batch are of nearly one length
    private const int SortedBatches = 16;   // batches of like length are cut from so many batches' worth of shuffled sequences

    private readonly SequenceSet _set;
    private readonly EmbeddingOptions _options;
    private readonly StageContext _context;
    private readonly ProgressMeter _meter;
    private readonly BehaviorNetwork[] _copies;
    private readonly float[] _weights;
    private readonly float[] _gradient;
    private readonly int _passes;
    private readonly int[] _training;
    private readonly int[] _heldOut;

    /// <param name="rows">Rows of distinct sequences, already cut to the number wanted and in random order.</param>
    public NetworkTraining(BehaviorNetwork network, SequenceSet set, int[] rows, EmbeddingOptions options, StageContext context, ProgressMeter meter)
    {
        (_set, _options, _context, _meter) = (set, options, context, meter);
        var held = Math.Min(HeldOutLimit, rows.Length / HeldOutShare);
        _heldOut = [.. rows[..held].OrderBy(set.Length)];
        _training = rows[held..];
        _passes = Passes(options, rows.Length);
        network.StartFrom(FirstOrderHabits.Of(set, _training));
        _copies = [network, .. Enumerable.Range(1, Shards - 1).Select(_ => new BehaviorNetwork(set.Vocabulary.Length, options))];
        (_weights, _gradient) = (network.ReadWeights(), new float[network.WeightCount]);
        foreach (var copy in _copies.AsSpan(1)) copy.WriteWeights(_weights);
    }

    /// <summary>Passes over so many sequences, at most.</summary>
    public static int Passes(EmbeddingOptions options, int sequences) => Math.Min(options.MaxEpochs, Math.Max(1, options.MaxSteps / Math.Max(1, sequences / options.BatchSize)));

    public IReadOnlyList<EpochLoss> Run()
    {
        var network = _copies[0];
        var optimizer = new AdamW(network.WeightCount);
        var steps = (_training.Length + _options.BatchSize - 1) / _options.BatchSize;
        var (epochs, best, bestLoss, stale) = (new List<EpochLoss>(), (float[])_weights.Clone(), double.PositiveInfinity, 0);
        for (var epoch = 0; epoch < _passes && stale < _options.Patience; epoch++)
        {
            _meter.Note = $"learning, pass {epoch + 1} of at most {_passes}";
            var (sum, step) = (0.0, 0);
            foreach (var batch in Batches(epoch))
            {
                var rate = Schedule((epoch * steps) + step, _passes * steps);
                sum += Step(optimizer, batch, HashCode(epoch, step++), _options.LearningRate * rate) * batch.Length;
                _meter.Add(batch.Length);
            }

            var heldOut = HeldOutLoss();
            var train = sum / _training.Length;
            epochs.Add(new EpochLoss(epoch + 1, train, double.IsNaN(heldOut) ? train : heldOut));
            (best, bestLoss, stale) = epochs[^1].HeldOut < bestLoss ? ((float[])_weights.Clone(), epochs[^1].HeldOut, 0) : (best, bestLoss, stale + 1);
        }

        network.WriteWeights(best);
        return epochs;
    }

    /// <summary>Share of the highest rate: warm-up over the first twentieth, then half a cosine down to a twentieth.</summary>
    public static double Schedule(int step, int steps)
    {
        var warm = Math.Max(1, steps / 20);
        return step < warm ? (step + 1.0) / warm : 0.05 + (0.475 * (1 + Math.Cos(Math.PI * (step - warm) / Math.Max(1, steps - warm))));
    }

    public void Dispose()
    {
        foreach (var copy in _copies.AsSpan(1)) copy.Dispose();
    }

    private double Step(AdamW optimizer, int[] rows, int seed, double rate)
    {
        var shards = Math.Min(Shards, Math.Max(1, rows.Length / 2));
        var losses = new double[shards];
        Parallel.For(0, shards, _context.Parallel, s =>
        {
            using var scope = NewDisposeScope();
            var part = rows[(rows.Length * s / shards)..(rows.Length * (s + 1) / shards)];
            var batch = SequenceBatch.Build(_set, SelfSupervision.Slice(_set, part, new Random(seed + s)));
            var loss = SelfSupervision.Loss(_copies[s], batch, _options).Times((double)part.Length / rows.Length);
            loss.backward();
            losses[s] = loss.Value();
        });

        Array.Clear(_gradient);
        for (var s = 0; s < shards; s++) _copies[s].TakeGradients(_gradient);
        optimizer.Step(_weights, _gradient, rate);
        foreach (var copy in _copies) copy.WriteWeights(_weights);
        return losses.Sum();
    }

    /// <summary>Mean loss over the held-out sequences, always cut the same way; NaN when none are held out.</summary>
    private double HeldOutLoss()
    {
        var batches = (_heldOut.Length + HeldOutBatch - 1) / HeldOutBatch;
        var losses = new double[batches];
        Parallel.For(0, batches, _context.Parallel, i =>
        {
            using var scope = NewDisposeScope();
            using var free = no_grad();
            var rows = _heldOut.AsSpan((_heldOut.Length * i / batches)..(_heldOut.Length * (i + 1) / batches));
            var batch = SequenceBatch.Build(_set, SelfSupervision.Slice(_set, rows, new Random(HashCode(-1, i))));
            losses[i] = SelfSupervision.Loss(_copies[0], batch, _options).Value() * rows.Length;
            _meter.Add(0);
        });
        return losses.Sum() / _heldOut.Length;
    }

    private IEnumerable<int[]> Batches(int epoch)
    {
        var random = new Random(HashCode(epoch, -1));
        var rows = (int[])_training.Clone();
        random.Shuffle(rows);
        var batches = new List<int[]>();
        foreach (var run in rows.Chunk(_options.BatchSize * SortedBatches))
        {
            batches.AddRange(run.OrderBy(_set.Length).Chunk(_options.BatchSize)); // stable: rows of one length stay shuffled
        }

        var shuffled = batches.ToArray();
        random.Shuffle(shuffled);
        return shuffled;
    }

    private int HashCode(int epoch, int step) => unchecked((((_context.Seed * 1_000_003) + epoch) * 1_000_003) + (step * 16));
}
