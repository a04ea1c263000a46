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
    public const double LargestGradient = 1;
    private const int HeldOutShare = 20;    // one in so many sequences is held out
    private const int HeldOutLimit = 1_000;
    private const int HeldOutBatch = 64;    // small, so that rows of a batch are of nearly one length
    private const int SortedBatches = 16;   // batches of like length are cut from so many batches' worth of shuffled sequences

    private readonly SequenceSet _set;
    private readonly EmbeddingOptions _options;
    private readonly StageContext _context;
    private readonly ProgressMeter _meter;
    private readonly BehaviorNetwork[] _copies;
    private readonly int[] _training;
    private readonly int[] _heldOut;

    /// <param name="rows">Rows of distinct sequences, already cut to the number wanted and in random order.</param>
    public NetworkTraining(BehaviorNetwork network, SequenceSet set, int[] rows, EmbeddingOptions options, StageContext context, ProgressMeter meter)
    {
        (_set, _options, _context, _meter) = (set, options, context, meter);
        _copies = [network, .. Enumerable.Range(1, Shards - 1).Select(_ => new BehaviorNetwork(set.Vocabulary.Length, options))];
        foreach (var copy in _copies.AsSpan(1)) copy.WriteWeights(network.ReadWeights());
        var held = Math.Min(HeldOutLimit, rows.Length / HeldOutShare);
        _heldOut = [.. rows[..held].OrderBy(set.Length)];
        _training = rows[held..];
    }

    public IReadOnlyList<EpochLoss> Run()
    {
        var network = _copies[0];
        using var optimizer = optim.AdamW(network.Weights, _options.LearningRate, weight_decay: 0.01);
        var steps = (_training.Length + _options.BatchSize - 1) / _options.BatchSize;
        var (epochs, best, bestLoss, stale) = (new List<EpochLoss>(), network.ReadWeights(), double.PositiveInfinity, 0);
        for (var epoch = 0; epoch < _options.MaxEpochs && stale < _options.Patience; epoch++)
        {
            _meter.Note = $"learning, pass {epoch + 1} of at most {_options.MaxEpochs}";
            var (sum, step) = (0.0, 0);
            foreach (var batch in Batches(epoch))
            {
                var rate = Schedule((epoch * steps) + step, _options.MaxEpochs * steps);
                foreach (var group in optimizer.ParamGroups) group.LearningRate = _options.LearningRate * rate;
                sum += Step(optimizer, batch, HashCode(epoch, step++)) * batch.Length;
                _meter.Add(batch.Length);
            }

            var heldOut = HeldOutLoss();
            var train = sum / _training.Length;
            epochs.Add(new EpochLoss(epoch + 1, train, double.IsNaN(heldOut) ? train : heldOut));
            (best, bestLoss, stale) = epochs[^1].HeldOut < bestLoss ? (network.ReadWeights(), epochs[^1].HeldOut, 0) : (best, bestLoss, stale + 1);
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

    private double Step(optim.Optimizer optimizer, int[] rows, int seed)
    {
        var weights = _copies[0].Weights;
        var shards = Math.Min(Shards, Math.Max(1, rows.Length / 2));
        var losses = new double[shards];
        Parallel.For(0, shards, _context.Parallel, s =>
        {
            using var scope = NewDisposeScope();
            var part = rows[(rows.Length * s / shards)..(rows.Length * (s + 1) / shards)];
            var batch = SequenceBatch.Build(_set, SelfSupervision.Slice(_set, part, new Random(seed + s)));
            foreach (var weight in _copies[s].Weights) weight.grad?.zero_();
            var loss = SelfSupervision.Loss(_copies[s], batch, _options) * ((double)part.Length / rows.Length);
            loss.backward();
            losses[s] = loss.item<float>();
        });

        using var step = NewDisposeScope();
        using (no_grad())
        {
            for (var s = 1; s < shards; s++)
            {
                for (var w = 0; w < weights.Count; w++)
                {
                    if (_copies[s].Weights[w].grad is { } gradient) weights[w].grad?.add_(gradient);
                }
            }
        }

        nn.utils.clip_grad_norm_(weights, LargestGradient);
        optimizer.step();
        using (no_grad())
        {
            for (var s = 1; s < Shards; s++)
            {
                for (var w = 0; w < weights.Count; w++) _copies[s].Weights[w].copy_(weights[w]);
            }
        }

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
            losses[i] = SelfSupervision.Loss(_copies[0], batch, _options).item<float>() * rows.Length;
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
