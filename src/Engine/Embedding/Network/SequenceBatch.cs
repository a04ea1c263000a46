using Investigator.Engine.Sequences;

namespace Investigator.Engine.Embedding.Network;

/// <summary>Consecutive events of one sequence; none for an empty sequence.</summary>
/// <param name="Start">First event, an index into the set's flat arrays.</param>
/// <param name="Length">Events.</param>
internal readonly record struct EventSlice(int Start, int Length);

/// <summary>
/// Slices of the same length side by side, time-major: step t of row b is at <c>t * Rows + b</c>. The same length, because padding costs time in both
/// directions of the network and must never be seen by it.
/// </summary>
internal sealed record SequenceBatch
{
    public required int Rows { get; init; }

    /// <summary>Events of each row, at least 1: empty sequences have one step, "no event".</summary>
    public required int Steps { get; init; }

    /// <summary><c>[Steps, Rows]</c> page; the vocabulary's size for "no event".</summary>
    public required long[] Types { get; init; }

    /// <summary><c>[Steps, Rows, EventTiming.Features]</c>.</summary>
    public required float[] Timing { get; init; }

    /// <summary>Log dwell (<see cref="EventTiming.Log"/>) of the event at an index into <see cref="Types"/>.</summary>
    public float LogDwell(int at) => Timing[at * EventTiming.Features] * EventTiming.Longest;

    /// <summary>Log gap of the event at an index into <see cref="Types"/>.</summary>
    public float LogGap(int at) => Timing[(at * EventTiming.Features) + 1] * EventTiming.Longest;

    /// <exception cref="ArgumentException">The slices differ in length.</exception>
    public static SequenceBatch Build(SequenceSet set, ReadOnlySpan<EventSlice> slices)
    {
        var (rows, steps) = (slices.Length, Math.Max(1, slices[0].Length));
        var batch = new SequenceBatch { Rows = rows, Steps = steps, Types = new long[rows * steps], Timing = new float[rows * steps * EventTiming.Features] };
        Array.Fill(batch.Types, set.Vocabulary.Length);
        for (var b = 0; b < rows; b++)
        {
            var slice = slices[b];
            if (slice.Length != slices[0].Length) throw new ArgumentException("slices of one batch have one length", nameof(slices));
            for (var t = 0; t < slice.Length; t++)
            {
                var (at, from) = ((t * rows) + b, slice.Start + t);
                batch.Types[at] = set.Types[from];
                EventTiming.Describe(set.Dwell[from], set.Gap[from], batch.Timing.AsSpan(at * EventTiming.Features, EventTiming.Features));
            }
        }

        return batch;
    }
}
