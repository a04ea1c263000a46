using Investigator.Storage;

namespace Investigator.Limits;

/// <summary>Where an answer waits to be taken.</summary>
internal enum AnswerPlace
{
    Disk,
    Memory,
}

/// <summary>
/// Answers that are made and not yet taken to the last byte. Together they keep to a limit: where another does not fit, the one that has been on its way for
/// longest is broken off, if it had time enough, and otherwise the new one is refused.
/// </summary>
internal sealed partial class UnsentAnswers(LimitOptions limits, DataFolder data, TimeProvider clock, ILogger<UnsentAnswers> log)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Answer> _oldestFirst = [];

    /// <summary>Bytes that the data folder's disk has free.</summary>
    public Func<long> Free { get; init; } = () => new DriveInfo(data.Path).AvailableFreeSpace;

    /// <summary>Counts an answer that is about to be sent. Dispose what is returned when it is.</summary>
    /// <param name="http">The request that it answers; ended when the answer is broken off.</param>
    /// <param name="place">What it takes room of.</param>
    /// <param name="bytes">How much.</param>
    /// <returns>Null when there is no room for it. An answer alone always has room.</returns>
    public IDisposable? TryBegin(HttpContext http, AnswerPlace place, long bytes)
    {
        lock (_gate)
        {
            while (!Fits(place, bytes))
            {
                var oldest = _oldestFirst.First(a => a.Place == place);
                if (clock.GetElapsedTime(oldest.Begun) < limits.UnsentPatience) return null;
                _oldestFirst.Remove(oldest);
                LogBrokenOff(oldest.Http.Request.Path, (long)clock.GetElapsedTime(oldest.Begun).TotalSeconds);
                oldest.Http.Abort();
            }

            var answer = new Answer(this, http, place, bytes, clock.GetTimestamp());
            _oldestFirst.AddLast(answer);
            return answer;
        }
    }

    private bool Fits(AnswerPlace place, long bytes)
    {
        var (count, held) = (0, 0L);
        foreach (var other in _oldestFirst.Where(a => a.Place == place)) (count, held) = (count + 1, held + other.Bytes);
        return count == 0 || (count < limits.UnsentCount && held + bytes <= Room(place, held + bytes));
    }

    private long Room(AnswerPlace place, long held) =>
        place == AnswerPlace.Memory ? limits.UnsentMemoryBytes : Math.Min(limits.UnsentDiskBytes, (Free() + held) / 2);

    [LoggerMessage(Level = LogLevel.Information, Message = "Broke off the answer to {Path}: it was read for {Seconds} s, and others need its room")]
    private partial void LogBrokenOff(PathString path, long seconds);

    private sealed class Answer(UnsentAnswers all, HttpContext http, AnswerPlace place, long bytes, long begun) : IDisposable
    {
        public HttpContext Http => http;

        public AnswerPlace Place => place;

        public long Bytes => bytes;

        public long Begun => begun;

        public void Dispose()
        {
            lock (all._gate) all._oldestFirst.Remove(this);
        }
    }
}
