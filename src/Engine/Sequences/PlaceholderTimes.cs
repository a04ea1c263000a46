using System.Globalization;

namespace Investigator.Engine.Sequences;

/// <summary>Times that a machine wrote and no person's rhythm gave: one exact value that a large part of the events has and its neighbours have not, such as a time-out filled in where no dwell was seen.</summary>
/// <remarks>Whole seconds are no such thing: there a common value's neighbours are about as common. The cap is none either: it is put there by the sequences themselves.</remarks>
internal static class PlaceholderTimes
{
    /// <summary>A value must be so many times as common as any other near it.</summary>
    private const int Spike = 4;

    /// <summary>Fewer values than this say nothing.</summary>
    private const int FewestValues = 1000;

    private const int SampleSize = 1_000_000;

    /// <summary>Takes artificial dwells and gaps as missing (NaN), in place.</summary>
    /// <param name="set">Its first gaps, which are 0 by definition, are left alone.</param>
    /// <param name="options">The share from which a value counts, and the cap.</param>
    /// <returns>What was done, for a reader of the run.</returns>
    public static IEnumerable<string> Mask(SequenceSet set, SequenceOptions options)
    {
        var first = new bool[set.Types.Length];
        for (var i = 0; i < set.Count; i++) if (set.Length(i) > 0) first[set.Offsets[i]] = true;
        return [.. Mask(set.Dwell, "dwell", _ => false, options), .. Mask(set.Gap, "time since the event before", i => first[i], options)];
    }

    private static List<string> Mask(float[] values, string what, Func<int, bool> leftOut, SequenceOptions options)
    {
        var notes = new List<string>();
        foreach (var value in Find(values, leftOut, options))
        {
            var (masked, all) = (0L, 0L);
            for (var i = 0; i < values.Length; i++)
            {
                if (leftOut(i)) continue;
                all++;
                if (values[i] != value) continue;
                values[i] = float.NaN;
                masked++;
            }

            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{value:0.###} s is the exact {what} of {masked:N0} of {all:N0} events, which no person's rhythm gives: there it counts as not known"));
        }

        return notes;
    }

    private static List<float> Find(float[] values, Func<int, bool> leftOut, SequenceOptions options)
    {
        if (options.ArtificialShare >= 1) return [];
        var stride = Math.Max(1, values.Length / SampleSize);
        var sample = new List<float>(Math.Min(values.Length, 2 * SampleSize));
        for (var i = 0; i < values.Length; i += stride) if (!leftOut(i)) sample.Add(values[i]);
        if (sample.Count < FewestValues) return [];
        sample.Sort();
        var runs = Runs(sample);
        // The clock's step, as far as it can be seen: neighbours are looked for at least two steps away.
        var step = runs.Select(r => r.Value).FirstOrDefault(v => v > 0);
        return [.. runs.Where(r => r.Count >= options.ArtificialShare * sample.Count && r.Value < (float)options.DwellCapSeconds && r.Count >= Spike * MostNear(runs, r.Value, Math.Max(1, 2 * step))).Select(r => r.Value)];
    }

    private static List<(float Value, int Count)> Runs(List<float> sorted)
    {
        var runs = new List<(float Value, int Count)>();
        var start = 0;
        for (var i = 1; i <= sorted.Count; i++)
        {
            if (i < sorted.Count && sorted[i] == sorted[start]) continue;
            runs.Add((sorted[start], i - start));
            start = i;
        }

        return runs;
    }

    /// <summary>How common the most common other value is between half of this one and its double, and some way beyond.</summary>
    private static int MostNear(List<(float Value, int Count)> runs, float value, float slack) =>
        runs.Where(r => r.Value != value && r.Value >= (value / 2) - slack && r.Value <= (value * 2) + slack).Select(r => r.Count).DefaultIfEmpty().Max();
}
