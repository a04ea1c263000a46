namespace Investigator.Engine.Compute;

/// <summary>What every stage gets beside its input and its options: the device, the seed, where to report, when to stop.</summary>
public sealed record StageContext
{
    public ComputeDevice Device { get; init; } = ComputeDevice.Cpu;

    /// <summary>Every random choice of a run derives from this.</summary>
    public int Seed { get; init; } = 1;

    public IProgress<StageProgress>? Progress { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public CancellationToken Cancel { get; init; }

    /// <summary>Worker threads; results must not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>A folder for what does not fit in memory; the run removes it.</summary>
    public string Scratch { get; init; } = Path.GetTempPath();

    /// <summary>Starts counting <paramref name="total"/> rows of <paramref name="stage"/>.</summary>
    public ProgressMeter Start(string stage, long total, string? note = null) => new(stage, total, Progress, Clock, Cancel, note);

    public ParallelOptions Parallel => new() { MaxDegreeOfParallelism = Threads, CancellationToken = Cancel };
}
