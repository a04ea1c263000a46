namespace Investigator.Engine.Embedding.Network;

/// <summary>Seconds as the network sees them: on a log scale, and spread over overlapping bins so that a linear layer can distinguish rhythms.</summary>
internal static class EventTiming
{
    /// <summary>Bins of dwell, and as many of gap.</summary>
    public const int Bins = 14;

    /// <summary>Inputs an event: log dwell, log gap, then a triangular membership in each bin of either.</summary>
    public const int Features = 2 + (2 * Bins);

    // 50 ms is the finest rhythm that can be distinguished: 0.1 s and 0.2 s, a script's pace, stay well apart, as do a minute and an hour.
    private const float Finest = 0.05f;
    private const float BinWidth = 1.1f; // 14 bins reach exp(14.3) * 50 ms, about a day

    /// <summary>The highest value of <see cref="Log"/>: inputs are log times as shares of it.</summary>
    public const float Longest = Bins * BinWidth;

    /// <summary>Log times are predicted in units of this size (<see cref="Log"/>), so that rhythm weighs about as much as pages.</summary>
    public const float TimeUnit = Longest / 10;

    /// <summary>Log scale, 0 at no time, about 14 at a day; never NaN.</summary>
    public static float Log(float seconds) => seconds > 0 ? MathF.Min(MathF.Log(1 + (seconds / Finest)), Longest) : 0;

    /// <summary>Fills the <see cref="Features"/> inputs of one event; <paramref name="inputs"/> must be zero before.</summary>
    public static void Describe(float dwell, float gap, Span<float> inputs)
    {
        inputs[0] = Fill(dwell, inputs.Slice(2, Bins));
        inputs[1] = Fill(gap, inputs.Slice(2 + Bins, Bins));
    }

    /// <summary>Whether the dwell (0) or the gap (1) of an event described was known: a known value lies in one or two bins.</summary>
    public static bool IsKnown(ReadOnlySpan<float> inputs, int which) => inputs.Slice(2 + (which * Bins), Bins).IndexOfAnyExcept(0f) >= 0;

    private static float Fill(float seconds, Span<float> bins)
    {
        if (float.IsNaN(seconds)) return 0; // not known: no bin
        var log = Log(seconds);
        var place = MathF.Min(log / BinWidth, Bins - 1);
        var bin = Math.Min((int)place, Bins - 2);
        bins[bin] = 1 - (place - bin);
        bins[bin + 1] = place - bin;
        return log / Longest;
    }
}
