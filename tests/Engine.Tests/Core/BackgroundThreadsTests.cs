using System.Globalization;
using Investigator.Engine.Core;

namespace Investigator.Engine.Tests.Core;

public class BackgroundThreadsTests
{
    [Fact]
    public async Task Work_OnLinux_RanksBelowEverythingElse()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems rank threads in their own way");
        using var threads = new BackgroundThreads(2);
        Assert.Equal(Niceness() + BackgroundThreads.Steps, await threads.RunAsync(Niceness, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Loops_WithinLoops_RunOnTheThreadsAloneAndEnd()
    {
        using var threads = new BackgroundThreads(3);
        var context = new StageContext { Threads = 2, Scheduler = threads };
        var foreign = 0;
        var sum = await threads.RunAsync(
            () =>
            {
                var total = 0L;
                Parallel.For(0, 50, context.Parallel, i => Parallel.For(0, 50, context.Parallel, j =>
                {
                    if (Thread.CurrentThread.IsThreadPoolThread) Interlocked.Increment(ref foreign);
                    Interlocked.Add(ref total, i * j);
                }));
                return total;
            },
            TestContext.Current.CancellationToken);
        Assert.Equal(1225L * 1225, sum);
        Assert.Equal(0, foreign);
    }

    // The nineteenth field, counted after the name in parentheses.
    private static int Niceness()
    {
        var afterName = File.ReadAllText("/proc/thread-self/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return int.Parse(afterName[16], CultureInfo.InvariantCulture);
    }
}
