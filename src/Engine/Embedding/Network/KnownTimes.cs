using static TorchSharp.torch;

namespace Investigator.Engine.Embedding.Network;

/// <summary>Keeps unknown times out of what the network learns.</summary>
internal static class KnownTimes
{
    /// <summary>The prediction, with 0 for unknown times: their target is 0 too, so that they add no loss.</summary>
    /// <param name="predicted"><c>[m]</c> log dwells or gaps.</param>
    /// <param name="batch">The batch they were predicted for.</param>
    /// <param name="from">Index of the first among the batch's events.</param>
    /// <param name="which">0 for dwells, 1 for gaps.</param>
    public static Tensor WhereKnown(this Tensor predicted, SequenceBatch batch, int from, int which)
    {
        var known = new float[predicted.shape[0]];
        for (var i = 0; i < known.Length; i++)
        {
            known[i] = EventTiming.IsKnown(batch.Timing.AsSpan((from + i) * EventTiming.Features, EventTiming.Features), which) ? 1 : 0;
        }
        return Array.TrueForAll(known, static k => k == 1) ? predicted : predicted.mul(tensor(known).Beside(predicted));
    }
}
