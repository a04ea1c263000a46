using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Sequences;

namespace Investigator.Engine.Tests.Facts;

public class MachinePacingTests
{
    /// <summary>One sequence that ends at the payment: each step's seconds.</summary>
    private static MachineTime Of(ClockStep? clock, params float[] steps) => MachinePacing.Of(
        new SequenceSet
        {
            Offsets = [0, 0, steps.Length],
            Types = new short[steps.Length],
            Dwell = steps,
            Gap = steps.Length == 0 ? [] : [0, .. steps[..^1]],
            ToPayment = [float.NaN, steps.Sum()],
            Vocabulary = ["other"],
            MaxLength = 64,
        },
        clock)[1];

    [Theory]
    [InlineData(0.2f)]
    [InlineData(1f)]
    [InlineData(0.1f, 0.9f)]
    public void Of_OneOrTwoQuickPages_IsPerhapsAMachine(params float[] steps) => Assert.Equal(MachineTime.Perhaps, Of(null, steps));

    [Fact]
    public void Of_ThreePagesAtASecondEach_IsSurelyAMachine()
    {
        Assert.Equal(MachineTime.Surely, Of(null, 0.4f, 1.2f, 0.9f));
        Assert.Equal(MachineTime.Surely, Of(ClockStep.Second, 0, 0, 1));
        Assert.Equal(MachineTime.None, Of(null, 0.4f, 1.2f, 9));
    }

    [Fact]
    public void Of_StepsOfEqualLengthToTheMillisecond_AreSurelyAMachines()
    {
        Assert.Equal(MachineTime.Surely, Of(ClockStep.Fraction, 5.0003f, 5, 4.9998f, 40));
        Assert.Equal(MachineTime.None, Of(ClockStep.Fraction, 5.0003f, 5, 4.99f, 40));
        Assert.Equal(MachineTime.None, Of(ClockStep.Fraction, 5, 5, 40));
        Assert.Equal(MachineTime.None, Of(ClockStep.Fraction, 5, 5, float.NaN, 5, 40));
    }

    [Fact]
    public void Of_EqualStepsOfWholeSeconds_NeedMoreOfThem()
    {
        Assert.Equal(MachineTime.None, Of(ClockStep.Second, 3, 3, 3, 3, 3, 9));
        Assert.Equal(MachineTime.Surely, Of(ClockStep.Second, 3, 3, 3, 3, 3, 3, 3, 3, 9));
    }

    [Fact]
    public void Of_StepsWrittenAtOneInstantLongBeforeThePayment_SayNothing() => Assert.Equal(MachineTime.None, Of(null, 0, 0, 0, 0, 300));

    [Fact]
    public void Of_ClockOfMinutes_SeesAtMostThatAllLieWithinOne()
    {
        Assert.Equal(MachineTime.Perhaps, Of(ClockStep.Minute, 0));
        Assert.Equal(MachineTime.Perhaps, Of(ClockStep.Minute, 0, 0, 0, 0));
        Assert.Equal(MachineTime.None, Of(ClockStep.Minute, 60));
        Assert.Equal(MachineTime.None, Of(ClockStep.Minute, 60, 60, 60, 60, 60));
    }

    [Fact]
    public void Of_NoEvents_SaysNothing() => Assert.Equal(MachineTime.None, Of(null));
}
