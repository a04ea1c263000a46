namespace Investigator.Engine.Core;

/// <summary>Counts rows inside a stage's loop, reports a few times a second, and throws when the run was cancelled. Safe to call from many threads.</summary>
public sealed class ProgressMeter
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly string _stage;
    private readonly IProgress<StageProgress>? _sink;
    private readonly TimeProvider _clock;
    private readonly CancellationToken _cancel;
    private readonly long _start;
    private readonly long _total;
    private long _done;
    private long _nextReport;

    internal ProgressMeter(string stage, long total, IProgress<StageProgress>? sink, TimeProvider clock, CancellationToken cancel, string? note,
        bool isBytes = false)
    {
        (_stage, _total, _sink, _clock, _cancel, Note, IsBytes) = (stage, total, sink, clock, cancel, note, isBytes);
        _start = clock.GetTimestamp();
        Report();
    }

    /// <summary>Whether it is bytes that are counted, not rows.</summary>
    public bool IsBytes { get; }

    /// <summary>What the stage is doing now; shown next to the progress bar.</summary>
    public string? Note { get; set; }

    /// <summary>Adds rows done. Call it often enough that a cancel is noticed within a second.</summary>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public void Add(long rows)
    {
        _cancel.ThrowIfCancellationRequested();
        Interlocked.Add(ref _done, rows);
        if (_sink is null) return;
        var now = _clock.GetTimestamp();
        var due = Volatile.Read(ref _nextReport);
        if (now >= due && Interlocked.CompareExchange(ref _nextReport, now + (long)(Interval.TotalSeconds * _clock.TimestampFrequency), due) == due) Report();
    }

    /// <summary>Reports the last state; call it when the loop has ended.</summary>
    public void Finish() => Report();

    private void Report()
    {
        if (_sink is null) return;
        var done = Interlocked.Read(ref _done);
        var seconds = _clock.GetElapsedTime(_start).TotalSeconds;
        var rate = seconds > 0 ? done / seconds : 0;
        TimeSpan? remaining = rate > 0 && _total > done ? TimeSpan.FromSeconds((_total - done) / rate) : null;
        _sink.Report(new StageProgress(_stage, done, _total, rate, remaining, Note) { IsBytes = IsBytes });
    }
}
