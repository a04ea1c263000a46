using Bunit;
using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Execution;
using Investigator.Runs;
using Investigator.Storage.Database;
using Investigator.TestKit;
using Investigator.Web;
using Investigator.Web.Pages.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Runs;

/// <summary>Runs that wait for room on a full disk: how long, how they are counted and told, and how they end.</summary>
public sealed class DiskRoomTests : PageTest
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly RungClock _clock = new();
    private long _free;

    /// <summary>Seconds from one look at the disk to the next are ten: so many looks until the work is tried all the same.</summary>
    [Theory]
    [InlineData(1, 2)]
    [InlineData(3, 8)]
    [InlineData(40, 60)]
    public async Task Wait_WithoutASignOfRoom_EndsAllTheSameAndLaterEachTime(int attempt, int looks)
    {
        var waiting = Room().WaitAsync(attempt, Never);
        for (var look = 1; look < looks; look++) await _clock.RingAsync();
        Assert.False(waiting.IsCompleted);
        await _clock.RingAsync();
        await waiting.WaitAsync(Long);
    }

    [Fact]
    public async Task Wait_SomeRoomAgain_EndsAtTheNextLook()
    {
        _free = 5 << 20;
        var waiting = Room().WaitAsync(40, Never);
        _free = 3 << 20; // someone else takes the rest first
        await _clock.RingAsync();
        await _clock.RingAsync();
        Assert.False(waiting.IsCompleted);
        _free = 4 << 20;
        await _clock.RingAsync();
        await waiting.WaitAsync(Long);
    }

    [Fact]
    public async Task Wait_Cancelled_EndsAtOnce()
    {
        using var cancel = new CancellationTokenSource();
        var waiting = Room().WaitAsync(1, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Long));
    }

    [Fact]
    public async Task PutBack_RunThatWorks_IsQueuedAndCountedOnceAnInterruption()
    {
        var dataset = await Shop.AddDatasetAsync();
        var run = await Shop.AddRunAsync(dataset, RunStatus.Running);
        var putBack = Services.GetRequiredService<PutBackRun>();
        Assert.True(await putBack.HandleAsync(Actor.Machine, run, cancel: Never));
        Assert.Equal((RunStatus.Queued, 1), await StateAsync(run));
        Assert.False(await putBack.HandleAsync(Actor.Machine, run, cancel: Never)); // it works no more
        await Services.GetRequiredService<BeginRun>().HandleAsync(Actor.Machine, run, Never);
        Assert.True(await putBack.HandleAsync(Actor.Machine, run, again: true, Never));
        Assert.Equal((RunStatus.Queued, 1), await StateAsync(run));

        var cancelled = await Shop.AddRunAsync(dataset, RunStatus.Cancelled);
        Assert.False(await putBack.HandleAsync(Actor.Machine, cancelled, cancel: Never));
        Assert.Equal((RunStatus.Cancelled, 0), await StateAsync(cancelled));
    }

    [Fact]
    public async Task Run_MeetsTheFullDiskAgainAndAgain_CountsInterruptionsAndGoesOnByItself()
    {
        var run = await QueueAsync();
        var fullAt = StageNames.Features;
        var executor = Executor();
        var end = executor.ExecuteAsync(run, Never, new Seen(stage => FillAt(fullAt, stage)));
        for (var look = 0; look < 2; look++) await _clock.RingAsync();
        await _clock.SetAsync();
        Assert.Equal((RunStatus.Queued, 1), await StateAsync(run));

        fullAt = StageNames.Results; // it comes further, and meets the full disk anew
        for (var look = 0; look < 4; look++) await _clock.RingAsync();
        await _clock.SetAsync();
        Assert.Equal((RunStatus.Queued, 2), await StateAsync(run));

        fullAt = "";
        for (var look = 0; look < 2; look++) await _clock.RingAsync();
        Assert.Equal(RunStatus.Finished, await end.WaitAsync(Long));
        Assert.Equal((RunStatus.Finished, 2), await StateAsync(run));
    }

    [Fact]
    public async Task Run_CancelledWhileItWaitsForRoom_EndsAndLeavesNothing()
    {
        var (run, behind) = (await QueueAsync(), await QueueAsync());
        var end = Executor().ExecuteAsync(run, Never, new Seen(static stage => FillAt(stage, stage)));
        await _clock.SetAsync();
        Assert.NotEmpty(Directory.GetDirectories(Data.Runs));

        // Whoever waits behind it reads why.
        var page = Open<RunPage>(Links.Run(behind), p => p.Add(r => r.Id, behind));
        page.WaitForAssertion(() => Assert.Contains("Free some space", page.Find(".run-held").TextContent, StringComparison.Ordinal));
        Assert.Equal(Links.Run(run), page.Find(".run-held a").GetAttribute("href"));

        await Services.GetRequiredService<CancelRun>().HandleAsync(Actor.Local, run, Never);

        Assert.Equal(RunStatus.Cancelled, await end.WaitAsync(Long));
        Assert.Equal((RunStatus.Cancelled, 1), await StateAsync(run));
        Assert.Empty(Directory.GetDirectories(Data.Runs));
        page.WaitForAssertion(() => Assert.Contains("one run works at a time.", page.Find(".run-progress").TextContent, StringComparison.Ordinal));
    }

    private static TimeSpan Long => TimeSpan.FromMinutes(1);

    private static void FillAt(string full, string stage)
    {
        if (stage == full) throw new IOException("No space left on device");
    }

    private DiskRoom Room() => new(Data, _clock) { Free = () => Interlocked.Read(ref _free) };

    private RunExecutor Executor() => ActivatorUtilities.CreateInstance<RunExecutor>(Services, Room());

    private async Task<int> QueueAsync() =>
        await Services.GetRequiredService<StartRun>().HandleAsync(Actor.Local, await Shop.AddDatasetAsync(), new RunBuilder().Options);

    private async Task<(RunStatus Status, int Resumed)> StateAsync(int run)
    {
        var found = (await Services.GetRequiredService<RunQueries>().FindAsync(run))!;
        return (found.Status, found.Resumed);
    }

    private sealed class Seen(Action<string> see) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => see(value.Stage);
    }
}
