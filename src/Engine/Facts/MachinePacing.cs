using Investigator.Engine.Core;
using Investigator.Engine.Sequences;

namespace Investigator.Engine.Facts;

/// <summary>How a sequence's times look for a machine's.</summary>
internal enum MachineTime : byte
{
    /// <summary>As people's, or nothing can be said.</summary>
    None,

    /// <summary>Quick, of so few pages, or on so coarse a clock, that people can be as quick: one click, or all within the same minute.</summary>
    Perhaps,

    /// <summary>Three pages or more at a second each at most, or steps of equal length to the millisecond: people are neither.</summary>
    Surely,
}

/// <summary>Sequences of machine speed or of constant steps, of one page or more, whatever the pages are.</summary>
internal static class MachinePacing
{
    /// <summary>Nobody reads and leaves one page after the other in less.</summary>
    private const double SecondsPerPage = 1;

    /// <summary>One click or two can be that quick: the second half of a double click, a page that passes on.</summary>
    private const int FewestPages = 3;

    /// <summary>Timers keep their step to this; people vary by some hundreds of times as much.</summary>
    private const double EqualWithin = 0.001;

    /// <summary>On a clock of fractions of a second; in whole seconds people's steps are equal now and then, but not so many in a row.</summary>
    private const int FewestEqualSteps = 3;

    private const int FewestEqualSeconds = 8;

    /// <param name="set">In the dataset's row order.</param>
    /// <param name="clock">In which its times are given; null where it is not known, and then taken as fine.</param>
    /// <returns><c>[n]</c>.</returns>
    public static MachineTime[] Of(SequenceSet set, ClockStep? clock)
    {
        var found = new MachineTime[set.Count];
        for (var row = 0; row < found.Length; row++) if (set.Length(row) > 0) found[row] = Of(set, row, clock);
        return found;
    }

    private static MachineTime Of(SequenceSet set, int row, ClockStep? clock)
    {
        var length = set.Length(row);
        var isFine = clock is null or <= ClockStep.Second;
        if (isFine && IsConstant(set.Gap.AsSpan(set.Offsets[row] + 1, length - 1), clock)) return MachineTime.Surely;
        var seconds = set.ToPayment.Length > 0 ? set.ToPayment[row] : Sum(set.Dwell.AsSpan(set.Offsets[row], length));
        if (!isFine) return seconds < clock!.Value.Seconds() ? MachineTime.Perhaps : MachineTime.None;
        if (!(seconds <= length * SecondsPerPage)) return MachineTime.None;
        return length >= FewestPages ? MachineTime.Surely : MachineTime.Perhaps;
    }

    /// <summary>Steps of no length at all were written together and say nothing; an unknown one neither.</summary>
    private static bool IsConstant(ReadOnlySpan<float> steps, ClockStep? clock)
    {
        if (steps.Length < (clock == ClockStep.Second ? FewestEqualSeconds : FewestEqualSteps)) return false;
        var (least, most) = (float.PositiveInfinity, 0f);
        foreach (var step in steps)
        {
            if (float.IsNaN(step)) return false;
            (least, most) = (Math.Min(least, step), Math.Max(most, step));
        }
        return least > 0 && most - least <= EqualWithin;
    }

    private static double Sum(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum;
    }
}
