using Investigator.Web.Controls;


namespace Investigator.App.Tests.Controls;

public sealed class ThrottleTests
{
    [Fact]
    public async Task Run_ManyAtOnce_RunsTheFirstAndTheLast()
    {
        using var throttle = new Throttle(TimeSpan.FromMilliseconds(50));
        var ran = new List<int>();
        var last = new TaskCompletionSource();

        for (var i = 0; i < 100; i++)
        {
            var mine = i;
            throttle.Run(() =>
            {
                lock (ran) ran.Add(mine);
                if (mine == 99) last.SetResult();
                return Task.CompletedTask;
            });
        }

        await last.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        lock (ran)
        {
            Assert.Equal(0, ran[0]);
            Assert.Equal(99, ran[^1]);
            Assert.True(ran.Count < 100);
        }
    }

    [Fact]
    public void Run_AfterDispose_DoesNothing()
    {
        var throttle = new Throttle(TimeSpan.FromMilliseconds(1));
        throttle.Dispose();

        throttle.Run(() => throw new InvalidOperationException("must not run"));
    }
}
