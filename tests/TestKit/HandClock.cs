namespace Investigator.TestKit;

/// <summary>Time that passes when a test says so; what falls due meanwhile happens in its turn, on the test's own thread.</summary>
/// <param name="start">What the time is at first; noon of the first of March 2026 unless it matters.</param>
public sealed class HandClock(DateTimeOffset? start = null) : TimeProvider
{
    private readonly List<HandTimer> _timers = [];

    public DateTimeOffset Now { get; private set; } = start ?? new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Called whenever somebody asks what the time is.</summary>
    public Action? Asked { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Now.UtcTicks;

    public override DateTimeOffset GetUtcNow()
    {
        Asked?.Invoke();
        return Now;
    }

    public void Pass(TimeSpan time)
    {
        var end = Now + time;
        while (_timers.Where(t => t.Due <= end).MinBy(static t => t.Due) is { } next)
        {
            Now = next.Due > Now ? next.Due : Now;
            next.Ring();
        }

        Now = end;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HandTimer(this, () => callback(state));
        _timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class HandTimer(HandClock clock, Action act) : ITimer
    {
        private TimeSpan _period;

        /// <summary>Never where it is not set.</summary>
        public DateTimeOffset Due { get; private set; }

        public void Ring()
        {
            Due = _period > TimeSpan.Zero ? Due + _period : DateTimeOffset.MaxValue;
            act();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime < TimeSpan.Zero ? DateTimeOffset.MaxValue : clock.Now + dueTime;
            _period = period;
            return true;
        }

        public void Dispose() => clock._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
