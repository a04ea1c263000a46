using Investigator.Engine.Sequences;
using static TorchSharp.torch;

namespace Investigator.Engine.Embedding;

/// <summary>What the network learns from, without any label: its own events, held back.</summary>
/// <remarks>
/// The forward state foretells the next event's page and log dwell; it has not seen them. The backward state tells the previous event's page and log gap: gap and not dwell, because
/// the previous event's dwell is the present one's gap, which the backward state has seen. The contrast (InfoNCE, van den Oord et al. 2018) asks that two slices of
/// one sequence lie nearer each other than slices of the others in the batch.
/// </remarks>
internal static class SelfSupervision
{
    // A slice keeps at least this part, so that two of them share some of the script.
    private const double LeastKept = 0.6;

    /// <summary>Two slices of each row, all first ones before all second ones.</summary>
    public static EventSlice[] Slice(SequenceSet set, ReadOnlySpan<int> rows, Random random)
    {
        var slices = new EventSlice[rows.Length * 2];
        for (var i = 0; i < rows.Length; i++)
        {
            slices[i] = One(rows[i]);
            slices[rows.Length + i] = One(rows[i]);
        }

        return slices;

        EventSlice One(int row)
        {
            var length = set.Length(row);
            var kept = Math.Min(length, (int)Math.Ceiling(length * (LeastKept + (random.NextDouble() * (1 - LeastKept)))));
            return new EventSlice(set.Offsets[row] + random.Next(length - kept + 1), kept);
        }
    }

    /// <summary>The loss of a batch made by <see cref="Slice"/>; belongs to the caller's dispose scope.</summary>
    public static Tensor Loss(BehaviorNetwork network, SequenceBatch batch, EmbeddingOptions options)
    {
        var encoded = network.Encode(batch);
        var loss = Contrast(encoded.Vectors, options.Temperature) * options.ContrastWeight;
        return batch.Earlier.Length == 0 ? loss : loss + Prediction(network, batch, encoded);
    }

    private static Tensor Prediction(BehaviorNetwork network, SequenceBatch batch, EncodedBatch encoded)
    {
        var (earlier, later) = (tensor(batch.Earlier), tensor(batch.Later));
        var types = encoded.Types.flatten();
        var (nextType, nextDwell) = network.PredictNext(encoded.Forward.flatten(0, 1).index_select(0, earlier));
        var (previousType, previousGap) = network.PredictPrevious(encoded.Backward.flatten(0, 1).index_select(0, later));
        return nn.functional.cross_entropy(nextType, types.index_select(0, later))
            + nn.functional.cross_entropy(previousType, types.index_select(0, earlier))
            + nn.functional.mse_loss(nextDwell, Timing(batch, batch.Later, 0))
            + nn.functional.mse_loss(previousGap, Timing(batch, batch.Earlier, 1));
    }

    /// <summary>Log dwell (0) or log gap (1) at steps, in units of about 1.5 on the log scale, which weighs rhythm and pages alike.</summary>
    private static Tensor Timing(SequenceBatch batch, long[] steps, int which)
    {
        var values = new float[steps.Length];
        for (var i = 0; i < values.Length; i++) values[i] = batch.Timing[(steps[i] * EventTiming.Features) + which] * 10;
        return tensor(values);
    }

    private static Tensor Contrast(Tensor vectors, double temperature)
    {
        var pairs = vectors.shape[0] / 2;
        var (first, second) = (vectors.narrow(0, 0, pairs), vectors.narrow(0, pairs, pairs));
        var likeness = first.matmul(second.t()) / temperature;
        var own = arange(pairs);
        return (nn.functional.cross_entropy(likeness, own) + nn.functional.cross_entropy(likeness.t(), own)) * 0.5;
    }
}
