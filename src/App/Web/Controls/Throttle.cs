namespace Investigator.Web.Controls;

/// <summary>Lets an action through at most once an interval; the last one asked for in between always runs at its end.</summary>
internal sealed class Throttle(TimeSpan interval, TimeProvider? clock = null) : IDisposable
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Lock _gate = new();
    private Func<Task>? _waiting;
    private ITimer? _timer;
    private bool _disposed;

    public void Run(Func<Task> action)
    {
        lock (_gate)
        {
            if (_disposed) return;
            if (_timer is not null)
            {
                _waiting = action;
                return;
            }

            _timer = _clock.CreateTimer(_ => Elapsed(), null, interval, Timeout.InfiniteTimeSpan);
        }

        _ = action();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _waiting = null;
            _timer?.Dispose();
        }
    }

    private void Elapsed()
    {
        Func<Task>? next;
        lock (_gate)
        {
            if (_disposed) return;
            (next, _waiting) = (_waiting, null);
            if (next is null)
            {
                _timer?.Dispose();
                _timer = null;
            }
            else
            {
                _timer?.Change(interval, Timeout.InfiniteTimeSpan);
            }
        }

        if (next is not null) _ = next();
    }
}
