using Investigator.Storage;

namespace Investigator.App.Tests.Storage;

public class SlowWorkTests
{
    [Fact]
    public async Task Do_WorkThatWaits_SaysSoAfterFiveSecondsAndNowAndThen()
    {
        var (clock, said, end) = (new HandClock(), new List<string>(), new TaskCompletionSource<int>());
        var work = new SlowWork(clock, said.Add).DoAsync("waiting for the database", () => end.Task);

        clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Empty(said);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["Still waiting for the database after 5 s …"], said);
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("Still waiting for the database after 35 s …", said[^1]);
        end.SetResult(7);
        Assert.Equal(7, await work);
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(2, said.Count);
    }

    /// <summary>Time that passes when the test says so.</summary>
    private sealed class HandClock : TimeProvider
    {
        private readonly List<HandTimer> _timers = [];
        private TimeSpan _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now.Ticks;

        public void Advance(TimeSpan time)
        {
            for (var end = _now + time; _now < end;)
            {
                _now += TimeSpan.FromSeconds(1);
                foreach (var timer in _timers.ToList()) timer.Ring(_now);
            }
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new HandTimer(this, callback, state, _now + dueTime, period);
            _timers.Add(timer);
            return timer;
        }

        private sealed class HandTimer(HandClock clock, TimerCallback callback, object? state, TimeSpan due, TimeSpan period) : ITimer
        {
            private TimeSpan _due = due;

            public void Ring(TimeSpan now)
            {
                if (now < _due) return;
                _due += period;
                callback(state);
            }

            public bool Change(TimeSpan dueTime, TimeSpan every) => false;

            public void Dispose() => clock._timers.Remove(this);

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
