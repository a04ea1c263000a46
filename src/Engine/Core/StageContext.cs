using System.Collections.Concurrent;
using System.Globalization;

namespace Investigator.Engine.Core;

/// <summary>What every stage gets beside its input and its options: the device, the seed, where to report, when to stop.</summary>
public sealed record StageContext
{
    /// <summary>Rows from which on a part leaves enough to clear away.</summary>
    private const int FewestCleared = 4096;

    /// <summary>Rows that a thread takes at once where each is little work.</summary>
    private const int RowsATurn = 1 << 14;

    public ComputeDevice Device { get; init; } = ComputeDevice.Cpu;

    /// <summary>Every random choice of a run derives from this.</summary>
    public int Seed { get; init; } = 1;

    public IProgress<StageProgress>? Progress { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public CancellationToken Cancel { get; init; }

    /// <summary>Worker threads; results must not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Bytes that a stage may take, or null for what the machine has left.</summary>
    public long? Memory { get; init; }

    /// <summary>A folder for what does not fit in memory; the run removes it.</summary>
    public string Scratch { get; init; } = Path.GetTempPath();

    /// <summary>Starts counting <paramref name="total"/> rows of <paramref name="stage"/>.</summary>
    public ProgressMeter Start(string stage, long total, string? note = null) => new(stage, total, Progress, Clock, Cancel, note);

    /// <summary>
    /// Whether a stage can hold so many bytes, its input among them, on this machine. What else is held at the moment makes no difference: the answer is the
    /// same from run to run.
    /// </summary>
    public bool FitsInMemory(long bytes) => bytes <= (Memory ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 * 3);

    /// <summary>Refuses work that would not fit, before it has begun.</summary>
    /// <param name="bytes">What it takes at most, beside its input.</param>
    /// <param name="work">What it is: "clustering 5 rows".</param>
    /// <exception cref="InputException">There is less, with both figures.</exception>
    public void RequireMemory(long bytes, string work)
    {
        var free = Memory ?? FreeMemory();
        if (bytes > free)
        {
            throw new InputException(FormattableString.Invariant($"{work} needs some {Size(bytes)} of memory and {Size(free)} are left"),
                expected: "fewer rows or columns, or a machine with more memory");
        }
    }

    /// <summary>Does the same for rows 0 to <paramref name="rows"/> - 1, on all the stage's threads, runs of rows at a time.</summary>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public void ForEachRow(int rows, Action<int> work) =>
        System.Threading.Tasks.Parallel.For(0, (int)(((long)rows + RowsATurn - 1) / RowsATurn), Parallel, turn =>
    {
        var end = (int)Math.Min(rows, (turn + 1L) * RowsATurn);
        for (var i = turn * RowsATurn; i < end; i++) work(i);
    });

    /// <summary>
    /// Does parts 0 to <paramref name="parts"/> - 1 of a piece of work on all the stage's threads, each with a worker's buffers of its own: as many workers as
    /// threads, where <c>Parallel.For</c> would have them made anew several times a second.
    /// </summary>
    /// <param name="parts">How many.</param>
    /// <param name="make">Makes a worker; one that is <see cref="IDisposable"/> is disposed in the end.</param>
    /// <param name="work">Does one part.</param>
    /// <param name="last">Asked of each worker when all parts are done.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public void ForEachWithState<TWorker>(int parts, Func<TWorker> make, Action<int, TWorker> work, Action<TWorker>? last = null)
        where TWorker : class
    {
        var idle = new ConcurrentBag<TWorker>();
        try
        {
            System.Threading.Tasks.Parallel.For(
                0,
                parts,
                Parallel,
                () => idle.TryTake(out var worker) ? worker : make(),
                (part, _, worker) =>
                {
                    work(part, worker);
                    return worker;
                },
                idle.Add);
            if (last is not null) foreach (var worker in idle) last(worker);
        }
        finally
        {
            foreach (var worker in idle) (worker as IDisposable)?.Dispose();
        }
    }

    /// <summary>
    /// Between two parts of a stage that each hold many arrays: gives back what the first has left. The collector by itself waits for more to die than a small
    /// job ever leaves, and keeps what it has freed for a while; the second part's arrays would come beside the first's.
    /// </summary>
    /// <param name="rows">What the parts are about: fewer than some thousand leave nothing worth it.</param>
    public static void CollectNow(int rows)
    {
        if (rows >= FewestCleared) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    public ParallelOptions Parallel => new() { MaxDegreeOfParallelism = Threads, CancellationToken = Cancel };

    /// <summary>The machine's memory, or the container's share of it, less what this process holds.</summary>
    private static long FreeMemory() => Math.Max(0, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - Environment.WorkingSet);

    private static string Size(long bytes) =>
        bytes < 1e9 ? (bytes / 1e6).ToString("0.0 MB", CultureInfo.InvariantCulture) : (bytes / 1e9).ToString("#,0.0 GB", CultureInfo.InvariantCulture);
}
