using System.Numerics;
using Investigator.Engine.Embedding.Network;
using Investigator.Engine.Sequences;
using static TorchSharp.torch;

namespace Investigator.Engine.Embedding.Training;

/// <summary>What the network learns from, without labels: its own events, hidden from it.</summary>
/// <remarks>
/// The forward state predicts the next event's page and log dwell; it has not seen them. The backward state predicts the previous event's page and log gap: gap
/// and not dwell, because the previous event's dwell is the present one's gap, which the backward state has seen. The contrast (InfoNCE, van den Oord et al.
/// 2018) asks that two slices of one sequence lie nearer each other than slices of the others in the batch.
/// </remarks>
internal static class SelfSupervision
{
    // Shares of a sequence that a slice keeps: long enough that two slices mostly share some of the script, and short, because every event costs time.
    private const double LeastKept = 0.3;
    private const double MostKept = 0.7;

    /// <summary>
    /// Two slices of each row, all first ones before all second ones, all of the same length: a share of the shortest row's length, drawn anew each time.
    /// </summary>
    public static EventSlice[] Slice(SequenceSet set, ReadOnlySpan<int> rows, Random random)
    {
        var kept = int.MaxValue;
        foreach (var row in rows) kept = Math.Min(kept, set.Length(row));
        kept = Math.Min(kept, (int)Math.Ceiling(kept * (LeastKept + (random.NextDouble() * (MostKept - LeastKept)))));
        // A ladder of lengths (…, 8, 10, 12, 14, 16, 20, …): libtorch compiles its LSTM anew for each length, and that took longer than the first pass itself.
        if (kept > 8) kept -= kept % (1 << (BitOperations.Log2((uint)kept) - 2));
        var slices = new EventSlice[rows.Length * 2];
        for (var i = 0; i < slices.Length; i++)
        {
            var row = rows[i % rows.Length];
            slices[i] = new EventSlice(set.Offsets[row] + random.Next(set.Length(row) - kept + 1), kept);
        }

        return slices;
    }

    /// <summary>The loss of a batch made by <see cref="Slice"/>; belongs to the caller's dispose scope.</summary>
    public static Tensor Loss(BehaviorNetwork network, SequenceBatch batch, EmbeddingOptions options)
    {
        var encoded = network.Encode(batch);
        var loss = Contrast(encoded.Vectors, options.Temperature).Times(options.ContrastWeight);
        return batch.Steps == 1 ? loss : loss.Plus(Prediction(network, batch, encoded));
    }

    private static Tensor Prediction(BehaviorNetwork network, SequenceBatch batch, EncodedBatch encoded)
    {
        var (nextType, nextDwell) = network.PredictNext(batch, encoded);
        var (previousType, previousGap) = network.PredictPrevious(batch, encoded);
        (nextDwell, previousGap) = (nextDwell.WhereKnown(batch, batch.Rows, 0), previousGap.WhereKnown(batch, 0, 1));
        var size = (batch.Steps - 1) * batch.Rows;
        return nn.functional.cross_entropy(nextType, tensor(batch.Types[batch.Rows..]).Beside(nextType))
            .Plus(nn.functional.cross_entropy(previousType, tensor(batch.Types[..size]).Beside(previousType)))
            .Plus(nn.functional.mse_loss(nextDwell, Timing(batch.Rows, size, batch.LogDwell).Beside(nextDwell)))
            .Plus(nn.functional.mse_loss(previousGap, Timing(0, size, batch.LogGap).Beside(previousGap)));
    }

    private static Tensor Timing(int from, int size, Func<int, float> log)
    {
        var values = new float[size];
        for (var i = 0; i < values.Length; i++) values[i] = log(from + i) / EventTiming.TimeUnit;
        return tensor(values);
    }

    private static Tensor Contrast(Tensor vectors, double temperature)
    {
        var pairs = vectors.shape[0] / 2;
        var (first, second) = (vectors.narrow(0, 0, pairs), vectors.narrow(0, pairs, pairs));
        var likeness = first.matmul(second.t()).Times(1 / temperature);
        var own = tensor(Enumerable.Range(0, (int)pairs).Select(static i => (long)i).ToArray()).Beside(vectors);
        return nn.functional.cross_entropy(likeness, own).Plus(nn.functional.cross_entropy(likeness.t(), own)).Times(0.5);
    }
}
