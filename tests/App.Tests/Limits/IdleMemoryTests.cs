using Investigator.Limits;
using Investigator.TestKit;

namespace Investigator.App.Tests.Limits;

public sealed class IdleMemoryTests
{
    [Fact]
    public void Memory_OnlyWhenTheLastTabHasBeenClosedForAMoment_IsGivenBack()
    {
        var clock = new HandClock();
        var given = 0;
        using var memory = new IdleMemory(clock) { GiveBack = () => given++ };
        memory.Count(1);
        memory.Count(1);
        memory.Count(-1);
        clock.Pass(IdleMemory.Calm * 2);
        Assert.Equal(0, given);

        // A page that is loaded anew: its next circuit comes before the calm is over.
        memory.Count(-1);
        clock.Pass(IdleMemory.Calm / 2);
        memory.Count(1);
        clock.Pass(IdleMemory.Calm * 2);
        Assert.Equal(0, given);

        memory.Count(-1);
        clock.Pass(IdleMemory.Calm * 2);
        Assert.Equal(1, given);
    }
}
