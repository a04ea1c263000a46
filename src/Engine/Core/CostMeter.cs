using System.Diagnostics;

namespace Investigator.Engine.Core;

/// <summary>What a process took over a stretch of work, whatever it did: pages that it served meanwhile are in it too.</summary>
/// <param name="CpuSeconds">Processor time of all its threads.</param>
/// <param name="PeakBytes">The most physical memory that it held at once.</param>
public readonly record struct ProcessCost(double CpuSeconds, long PeakBytes);

/// <summary>Measures this process from <see cref="Start()"/> to <see cref="Stop"/>.</summary>
/// <remarks>
/// The kernel's own high-water mark is of the whole process, and putting it back would spoil it for whoever else reads it (<c>time</c>, a monitor).
/// So memory is looked at a hundred times a second; where the mark rose meanwhile, the mark is the peak to the byte.
/// </remarks>
public sealed class CostMeter : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly Func<long> _resident;
    private readonly Func<long> _mark;
    private readonly long _markBefore;
    private readonly TimeSpan _cpuBefore = Environment.CpuUsage.TotalTime;
    private readonly ManualResetEventSlim _stopped = new();
    private readonly Thread _looking;
    private long _peak;

    /// <param name="resident">Bytes that the process holds now.</param>
    /// <param name="mark">The most that it ever held.</param>
    internal CostMeter(Func<long> resident, Func<long> mark)
    {
        (_resident, _mark, _markBefore) = (resident, mark, mark());
        Look();
        _looking = new Thread(LookOn) { IsBackground = true, Name = "memory" };
        _looking.Start();
    }

    public static CostMeter Start() => new(static () => Environment.WorkingSet, Mark);

    /// <summary>What was taken so far; nothing more is looked at.</summary>
    public ProcessCost Stop()
    {
        _stopped.Set();
        _looking.Join();
        Look();
        var mark = _mark();
        return new ProcessCost((Environment.CpuUsage.TotalTime - _cpuBefore).TotalSeconds, mark > _markBefore ? Math.Max(mark, _peak) : _peak);
    }

    public void Dispose()
    {
        _stopped.Set();
        _looking.Join();
        _stopped.Dispose();
    }

    private static long Mark()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private void LookOn()
    {
        while (!_stopped.Wait(Pause)) Look();
    }

    private void Look() => _peak = Math.Max(_peak, _resident());
}
