namespace Investigator.Engine.Core;

/// <summary>The finest step in which a clock ticks, as its times show it. In the order from fine to coarse.</summary>
public enum ClockStep
{
    /// <summary>Fractions of a second.</summary>
    Fraction,
    Second,
    Minute,
    Hour,
    Day,
}

/// <summary>Where steps are found, and what they mean in seconds and words.</summary>
public static class ClockStepWords
{
    /// <summary>A step holds when this share of the times are its multiples: a few are written by another clock, or are a slip of the pen.</summary>
    public const double Share = 0.99;

    /// <summary>Fewer times can all be round by chance.</summary>
    public const int FewestTimes = 10;

    /// <summary>Steps that are looked for, the coarsest first.</summary>
    public static IReadOnlyList<ClockStep> Coarse { get; } = [ClockStep.Day, ClockStep.Hour, ClockStep.Minute, ClockStep.Second];

    /// <summary>The coarsest step of which nearly all times are multiples; null for too few times to tell.</summary>
    /// <param name="times">How many there are.</param>
    /// <param name="multiples">How many of them are multiples of each of <see cref="Coarse"/>.</param>
    public static ClockStep? Detect(long times, IReadOnlyList<long> multiples)
    {
        if (times < FewestTimes) return null;
        for (var i = 0; i < Coarse.Count; i++) if (multiples[i] >= Share * times) return Coarse[i];
        return ClockStep.Fraction;
    }

    /// <summary>Below this many seconds two times of the clock are one; 0 for fractions of a second.</summary>
    public static double Seconds(this ClockStep step) => step switch
    {
        ClockStep.Day => 86_400,
        ClockStep.Hour => 3_600,
        ClockStep.Minute => 60,
        ClockStep.Second => 1,
        _ => 0,
    };

    /// <summary><c>minute</c>.</summary>
    public static string Word(this ClockStep step) => step switch
    {
        ClockStep.Day => "day",
        ClockStep.Hour => "hour",
        ClockStep.Minute => "minute",
        _ => "second",
    };

    /// <summary>The step of a time that lies between times of two clocks; null where neither is known.</summary>
    public static ClockStep? Coarser(ClockStep? one, ClockStep? other) => one is null || other > one ? other : one;
}
