using Investigator.Engine.Sequences;

namespace Investigator.Engine.Embedding;

/// <summary>A stretch of one sequence's events; an empty sequence has none.</summary>
/// <param name="Start">First event, an index into the set's flat arrays.</param>
/// <param name="Length">Events.</param>
internal readonly record struct EventSlice(int Start, int Length);

/// <summary>Slices side by side, time-major: step t of row b is at <c>t * Rows + b</c>, real while <c>t &lt; max(1, length of b)</c>, padding after.</summary>
internal sealed record SequenceBatch
{
    public required int Rows { get; init; }

    /// <summary>Steps of the longest row, at least 1.</summary>
    public required int Steps { get; init; }

    /// <summary><c>[Steps, Rows]</c> page; the vocabulary's size for "no event" (an empty sequence's only step, and padding).</summary>
    public required long[] Types { get; init; }

    /// <summary><c>[Steps, Rows, EventTiming.Features]</c>.</summary>
    public required float[] Timing { get; init; }

    /// <summary><c>[Steps * Rows]</c>: where each step lies when every row is turned round within its own length. Its own inverse.</summary>
    public required long[] Reverse { get; init; }

    /// <summary><c>[Steps, Rows]</c>: 0 on real steps, a large negative number on padding; added before the softmax.</summary>
    public required float[] Mask { get; init; }

    /// <summary>Steps that have a next step; <see cref="Later"/> are those next steps.</summary>
    public required long[] Earlier { get; init; }

    public required long[] Later { get; init; }

    public static SequenceBatch Build(SequenceSet set, ReadOnlySpan<EventSlice> slices)
    {
        var (rows, steps, pairs) = (slices.Length, 1, 0);
        foreach (var slice in slices)
        {
            steps = Math.Max(steps, slice.Length);
            pairs += Math.Max(0, slice.Length - 1);
        }

        var batch = new SequenceBatch
        {
            Rows = rows,
            Steps = steps,
            Types = new long[rows * steps],
            Timing = new float[rows * steps * EventTiming.Features],
            Reverse = new long[rows * steps],
            Mask = new float[rows * steps],
            Earlier = new long[pairs],
            Later = new long[pairs],
        };
        Array.Fill(batch.Types, set.Vocabulary.Length);
        Array.Fill(batch.Mask, -1e9f);
        var pair = 0;
        for (var b = 0; b < rows; b++)
        {
            var slice = slices[b];
            var length = Math.Max(1, slice.Length);
            for (var t = 0; t < steps; t++) batch.Reverse[(t * rows) + b] = ((t < length ? length - 1 - t : t) * rows) + b;
            batch.Mask[b] = 0;
            for (var t = 0; t < slice.Length; t++)
            {
                var (at, from) = ((t * rows) + b, slice.Start + t);
                batch.Types[at] = set.Types[from];
                batch.Mask[at] = 0;
                EventTiming.Describe(set.Dwell[from], set.Gap[from], batch.Timing.AsSpan(at * EventTiming.Features, EventTiming.Features));
                if (t == 0) continue;
                batch.Earlier[pair] = at - rows;
                batch.Later[pair++] = at;
            }
        }

        return batch;
    }
}
