using Investigator.Storage;
using Investigator.TestKit;

namespace Investigator.App.Tests.Storage;

public class SlowWorkTests
{
    [Fact]
    public async Task Do_WorkThatWaits_SaysSoAfterFiveSecondsAndNowAndThen()
    {
        var (clock, said, end) = (new HandClock(), new List<string>(), new TaskCompletionSource<int>());
        var work = new SlowWork(clock, said.Add).DoAsync("waiting for the database", () => end.Task);

        clock.Pass(TimeSpan.FromSeconds(4));
        Assert.Empty(said);
        clock.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(["Still waiting for the database after 5 s …"], said);
        clock.Pass(TimeSpan.FromSeconds(30));
        Assert.Equal("Still waiting for the database after 35 s …", said[^1]);
        end.SetResult(7);
        Assert.Equal(7, await work);
        clock.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal(2, said.Count);
    }
}
