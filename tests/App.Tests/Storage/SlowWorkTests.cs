using System.Collections.Concurrent;
using Investigator.Composition;
using Investigator.Selections;
using Investigator.Storage;
using Investigator.TestKit;
using Microsoft.Extensions.DependencyInjection;

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

    [Fact]
    public async Task Start_EachStep_IsSaidWhenItTakesLong()
    {
        using var folder = new TempFolder();
        using var data = DataFolder.Open(folder.Path);
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddStore(data).AddRuns().AddImports().AddAccounts();
        await using var all = services.AddScoped<CompleteSelections>().BuildServiceProvider();
        var said = new ConcurrentQueue<string>();

        await WebServer.StartStoreAsync(all, new SlowWork(new ImpatientClock(), said.Enqueue));

        string[] steps = ["looking through the database", "comparing the data folder", "completing the selections"];
        Assert.Equal(steps.Length, said.Count);
        Assert.All(said.Zip(steps), pair => Assert.StartsWith("Still " + pair.Second, pair.First, StringComparison.Ordinal));
    }

    /// <summary>With it everything takes too long at once.</summary>
    private sealed class ImpatientClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            callback(state);
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
