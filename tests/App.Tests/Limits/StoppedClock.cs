namespace Investigator.App.Tests.Limits;

/// <summary>Time that passes when a test says so.</summary>
internal sealed class StoppedClock : TimeProvider
{
    private readonly List<Timer> _timers = [];
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state)) { Due = _now + dueTime.Ticks };
        _timers.Add(timer);
        return timer;
    }

    public void Pass(TimeSpan time)
    {
        _now += time.Ticks;
        foreach (var timer in _timers.Where(t => t.Due <= _now).ToArray())
        {
            _timers.Remove(timer);
            timer.Act();
        }
    }

    private sealed class Timer(StoppedClock clock, Action act) : ITimer
    {
        public long Due { get; set; }

        public Action Act => act;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = clock._now + dueTime.Ticks;
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
