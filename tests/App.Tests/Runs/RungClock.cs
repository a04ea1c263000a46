using System.Threading.Channels;

namespace Investigator.App.Tests.Runs;

/// <summary>A clock whose timers ring one by one, each when a test says so and not before it was set: for work that goes on on other threads.</summary>
internal sealed class RungClock : TimeProvider
{
    private readonly Channel<Action> _set = Channel.CreateUnbounded<Action>();

    /// <summary>Waits until a timer is set.</summary>
    public Task SetAsync() => _set.Reader.WaitToReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1));

    /// <summary>Waits until a timer is set, and rings it.</summary>
    public async Task RingAsync() => (await _set.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1)))();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _set.Writer.TryWrite(() => callback(state));
        return new Unused();
    }

    private sealed class Unused : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
