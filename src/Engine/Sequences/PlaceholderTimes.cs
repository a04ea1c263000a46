using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;

namespace Investigator.Engine.Sequences;

/// <summary>
/// Times that were filled in by a machine: one exact value that a large share of the events has and values near it do not, such as a time-out where no dwell
/// was recorded.
/// </summary>
/// <remarks>
/// Times rounded to whole seconds do not count: there the values next to a common one are about as common. Nor does the cap, which this stage itself applies,
/// nor times between events up to one step of a coarse clock.
/// </remarks>
internal static class PlaceholderTimes
{
    /// <summary>A placeholder is this many times as common as any other value near it.</summary>
    private const int Spike = 4;

    /// <summary>With fewer values than this nothing is decided.</summary>
    private const int FewestValues = 1000;

    private const int SampleSize = 1_000_000;

    /// <summary>Replaces placeholder dwells and gaps by NaN, in place.</summary>
    /// <param name="set">Gaps of first events, which are 0 by definition, are left as they are.</param>
    /// <param name="dataset">Its clocks, and whether its events bring their dwells.</param>
    /// <param name="options">The share from which a value counts, and the cap.</param>
    /// <returns>What was done, for a reader of the run.</returns>
    public static IEnumerable<string> Mask(SequenceSet set, Dataset dataset, SequenceOptions options)
    {
        // Between two times of a coarse clock, none and one step are what any short time looks like; nobody filled them in.
        var step = dataset.SequenceClock?.Seconds() ?? 0;
        var recorded = dataset.Mapping.Events?.DwellMs is not null;

        var first = new bool[set.Types.Length];
        for (var i = 0; i < set.Count; i++) if (set.Length(i) > 0) first[set.Offsets[i]] = true;
        return
        [
            .. Mask(set.Dwell, "dwell", _ => false, recorded ? 0 : step, options),
            .. Mask(set.Gap, "time since the event before", i => first[i], step, options),
        ];
    }

    private static List<string> Mask(float[] values, string what, Func<int, bool> leftOut, double clock, SequenceOptions options)
    {
        var notes = new List<string>();
        foreach (var value in Find(values, leftOut, options).Where(v => clock == 0 || v > clock))
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

            notes.Add(string.Create(CultureInfo.InvariantCulture,
                $"{value:0.###} s is the exact {what} of {masked:N0} of {all:N0} events, which people do not produce: there it is treated as unknown"));
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
        // The clock's resolution, as far as it shows: the values compared are at least two steps away.
        var step = runs.Select(r => r.Value).FirstOrDefault(v => v > 0);
        return [.. runs.Where(r => r.Count >= options.ArtificialShare * sample.Count && r.Value < (float)options.DwellCapSeconds
            && r.Count >= Spike * MostNear(runs, r.Value, Math.Max(1, 2 * step))).Select(r => r.Value)];
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

    /// <summary>How common the most common other value is between half of this one and twice this one, plus some slack.</summary>
    private static int MostNear(List<(float Value, int Count)> runs, float value, float slack) =>
        runs.Where(r => r.Value != value && r.Value >= (value / 2) - slack && r.Value <= (value * 2) + slack).Select(r => r.Count).DefaultIfEmpty().Max();
}
