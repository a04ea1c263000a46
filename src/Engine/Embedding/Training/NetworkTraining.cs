using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Embedding.Network;
using Investigator.Engine.Sequences;
using TorchSharp;
using static TorchSharp.torch;

namespace Investigator.Engine.Embedding.Training;

/// <summary>
/// Trains a network on distinct sequences: AdamW with warm-up and cosine decay, clipped gradients, early stopping on held-out sequences; the best weights are
/// kept.
/// </summary>
/// <remarks>A step's batch is cut into a fixed number of shards, each run on its own copy of the network by whichever thread is free; gradients are added in
/// shard order. So the thread count changes the time, but not a bit of the result.</remarks>
internal sealed class NetworkTraining : IDisposable
{
    public const int Shards = 2;
    private const int HeldOutShare = 20;    // one in this many sequences is held out
    private const int HeldOutLimit = 1_000;
    private const int HeldOutBatch = 64;    // small, so that the rows of a batch have nearly the same length
    private const int SortedBatches = 16;   // batches of similar length are cut from this many batches' worth of shuffled sequences

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

    private readonly MarkovBaseline _habits;
    private readonly TrainingCheckpoint _checkpoint;

    /// <param name="rows">Rows of distinct sequences, already cut to the number wanted and in random order.</param>
    /// <param name="checkpoint">Where the training's state is kept, and from where a stopped training continues.</param>
    /// <param name="device">Where <paramref name="network"/> lives; null for the CPU.</param>
    public NetworkTraining(BehaviorNetwork network, SequenceSet set, int[] rows, EmbeddingOptions options, TrainingCheckpoint checkpoint,
        StageContext context, ProgressMeter meter, Device? device = null)
    {
        (_set, _options, _checkpoint, _context, _meter) = (set, options, checkpoint, context, meter);
        var held = Math.Min(HeldOutLimit, rows.Length / HeldOutShare);
        _heldOut = [.. rows[..held].OrderBy(set.Length)];
        _training = rows[held..];
        _passes = Passes(options, rows.Length);
        _habits = MarkovBaseline.Of(set, _training);
        network.StartFrom(_habits);
        _copies = [network, .. Enumerable.Range(1, Shards - 1).Select(_ => new BehaviorNetwork(set.Vocabulary.Length, options, device))];
        (_weights, _gradient) = (network.ReadWeights(), new float[network.WeightCount]);
    }

    /// <summary>How often the training's state is saved: at most this much work is lost when the process is ended.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The most passes over this many sequences.</summary>
    public static int Passes(EmbeddingOptions options, int sequences) =>
        Math.Min(options.MaxEpochs, Math.Max(1, options.MaxSteps / Math.Max(1, sequences / options.BatchSize)));

    public IReadOnlyList<EpochLoss> Run()
    {
        var network = _copies[0];
        var steps = (_training.Length + _options.BatchSize - 1) / _options.BatchSize;
        var optimizer = new AdamW(network.WeightCount);
        var (epochs, best, stale, from, sum) = (new List<EpochLoss>(), (float[])_weights.Clone(), 0, (Epoch: 0, Step: 0), 0.0);
        if (_checkpoint.Load(network.WeightCount) is { } state)
        {
            state.Weights.CopyTo(_weights, 0);
            (best, optimizer) = (state.Best, AdamW.At(state.Mean, state.Square, state.Place.OptimizerSteps));
            (stale, from, sum) = (state.Place.Stale, (state.Place.Epoch, state.Place.Step), state.Place.Loss);
            epochs.AddRange(state.Place.Epochs);
            _meter.Add(Math.Min(_training.Length, ((long)from.Epoch * _training.Length) + ((long)from.Step * _options.BatchSize)));
        }

        foreach (var copy in _copies) copy.WriteWeights(_weights);
        var kept = _context.Clock.GetTimestamp();
        for (var epoch = from.Epoch; epoch < _passes && stale < _options.Patience; epoch++)
        {
            _meter.Note = $"learning, pass {epoch + 1} of at most {_passes}{Curve(epochs)}";
            var step = epoch == from.Epoch ? from.Step : 0;
            if (step == 0) sum = 0;
            foreach (var batch in Batches(epoch).Skip(step))
            {
                _context.Cancel.ThrowIfCancellationRequested();
                if (_context.Clock.GetElapsedTime(kept) >= Every)
                {
                    _checkpoint.Save(new TrainingState
                    {
                        Weights = _weights,
                        Best = best,
                        Mean = optimizer.Mean,
                        Square = optimizer.Square,
                        Place = new TrainingPlace(epoch, step, sum, optimizer.Steps, stale, epochs)
                    });
                    kept = _context.Clock.GetTimestamp();
                }

                var rate = Schedule((epoch * steps) + step, _passes * steps);
                sum += Step(optimizer, batch, HashCode(epoch, step++), _options.LearningRate * rate) * batch.Length;
                _meter.Add(batch.Length);
            }

            var heldOut = HeldOutLoss();
            var train = sum / _training.Length;
            var lowest = epochs.Count == 0 ? double.PositiveInfinity : epochs.Min(static e => e.HeldOut);
            epochs.Add(new EpochLoss(epoch + 1, train, double.IsNaN(heldOut) ? train : heldOut));
            (best, stale) = epochs[^1].HeldOut < lowest ? ((float[])_weights.Clone(), 0) : (best, stale + 1);
        }

        network.WriteWeights(best);
        return epochs;
    }

    /// <summary>How well the network and counting alone predict the held-out sequences; null when there are none.</summary>
    public (PredictionScore Network, PredictionScore Counting)? Score() =>
        _heldOut.Length == 0 ? null : (PredictionScore.Of(_copies[0].PredictNextEvent, _set, _heldOut, _context), _habits.Score(_set, _heldOut));

    /// <summary>The held-out loss so far, for the progress note.</summary>
    private static string Curve(List<EpochLoss> epochs) =>
        epochs.Count == 0 ? "" : ", loss on unseen sequences " + string.Join(" → ", epochs.TakeLast(5).Select(static e => Loss(e.HeldOut)));

    private static string Loss(double loss) => loss.ToString("0.00", CultureInfo.InvariantCulture);

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

    /// <summary>Mean loss over the held-out sequences, always split the same way; NaN when none are held out.</summary>
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
            batches.AddRange(run.OrderBy(_set.Length).Chunk(_options.BatchSize)); // stable: rows of the same length stay shuffled
        }

        var shuffled = batches.ToArray();
        random.Shuffle(shuffled);
        return shuffled;
    }

    private int HashCode(int epoch, int step) => unchecked((((_context.Seed * 1_000_003) + epoch) * 1_000_003) + (step * 16));
}
