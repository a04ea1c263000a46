using static TorchSharp.torch;

namespace Investigator.Engine.Embedding.Network;

/// <summary>Leaves times that are not known out of what the network learns.</summary>
internal static class KnownTimes
{
    /// <summary>What is predicted, with 0 for times that are not known: their target is 0 too, so that no loss comes of them.</summary>
    /// <param name="predicted"><c>[m]</c> log dwells or gaps.</param>
    /// <param name="batch">What they are predicted of.</param>
    /// <param name="from">Index into the batch's events of the first.</param>
    /// <param name="which">0 for dwells, 1 for gaps.</param>
    public static Tensor WhereKnown(this Tensor predicted, SequenceBatch batch, int from, int which)
    {
        var known = new float[predicted.shape[0]];
        for (var i = 0; i < known.Length; i++) known[i] = EventTiming.IsKnown(batch.Timing.AsSpan((from + i) * EventTiming.Features, EventTiming.Features), which) ? 1 : 0;
        return Array.TrueForAll(known, static k => k == 1) ? predicted : predicted.mul(tensor(known).Beside(predicted));
    }
}
