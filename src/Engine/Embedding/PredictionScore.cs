using Investigator.Engine.Core;
using Investigator.Engine.Embedding.Network;
using Investigator.Engine.Sequences;
using TorchSharp;
using static TorchSharp.torch;

namespace Investigator.Engine.Embedding;

/// <summary>
/// How well events are predicted from those before them in their sequence. The first event of a sequence does not count.
/// </summary>
/// <param name="Events">Events predicted.</param>
/// <param name="PageAccuracy">Share of them whose page was predicted as the most likely one.</param>
/// <param name="DwellError">Mean absolute error of the log dwell (<see cref="EventTiming.Log"/>), given the page; 0.7 is an error of a factor of two.</param>
public sealed record PredictionScore(long Events, double PageAccuracy, double DwellError)
{
    private const int BatchSize = 256;

    /// <param name="predict">Gives page scores <c>[(steps - 1) * rows, vocabulary]</c> and log dwells <c>[(steps - 1) * rows]</c> of every step but the first;
    /// its tensors belong to the caller's dispose scope.</param>
    internal static PredictionScore Of(Func<SequenceBatch, (Tensor Type, Tensor Dwell)> predict, SequenceSet set, IReadOnlyCollection<int> rows,
        StageContext context)
    {
        var batches = rows.Where(row => set.Length(row) > 1).GroupBy(set.Length).OrderBy(static g => g.Key).SelectMany(static g => g.Chunk(BatchSize))
            .ToArray();
        var parts = new Tally[batches.Length];
        Parallel.For(0, batches.Length, context.Parallel, i =>
        {
            using var scope = NewDisposeScope();
            using var free = no_grad();
            var batch = SequenceBatch.Build(set, Array.ConvertAll(batches[i], row => new EventSlice(set.Offsets[row], set.Length(row))));
            var (type, dwell) = predict(batch);
            parts[i] = Count(batch, type.argmax(1).Values<long>(), dwell.Values<float>());
        });
        return Of(parts);
    }

    /// <summary>Adds up in order, so that the result does not depend on the threads.</summary>
    internal static PredictionScore Of(IEnumerable<Tally> parts)
    {
        var (events, right, error) = (0L, 0L, 0.0);
        foreach (var part in parts) (events, right, error) = (events + part.Events, right + part.Right, error + part.Error);
        return events == 0 ? new PredictionScore(0, 0, 0) : new PredictionScore(events, (double)right / events, error / events);
    }

    private static Tally Count(SequenceBatch batch, long[] types, float[] dwells)
    {
        var tally = default(Tally);
        for (var i = 0; i < types.Length; i++) tally = tally.With(types[i] == batch.Types[batch.Rows + i], dwells[i] - batch.LogDwell(batch.Rows + i));
        return tally;
    }

    /// <param name="Events">Events counted.</param>
    /// <param name="Right">Pages predicted correctly.</param>
    /// <param name="Error">Sum of absolute errors of the log dwell.</param>
    internal readonly record struct Tally(long Events, long Right, double Error)
    {
        public Tally With(bool right, double error) => new(Events + 1, Right + (right ? 1 : 0), Error + Math.Abs(error));
    }
}
