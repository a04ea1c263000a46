using System.Collections.Concurrent;

namespace Investigator.Engine.Core;

/// <summary>What every stage gets besides its input and options: the device, the seed, where to report progress, when to stop.</summary>
public sealed record StageContext
{
    /// <summary>Below this many rows a stage leaves too little garbage for a collection to be worth its time.</summary>
    private const int MinRowsToCollect = 4096;

    /// <summary>Rows that a thread takes at a time in <see cref="ForEachRow"/>, where each row is little work.</summary>
    private const int RowsPerRange = 1 << 14;

    public ComputeDevice Device { get; init; } = ComputeDevice.Cpu;

    /// <summary>Every random choice of a run derives from this.</summary>
    public int Seed { get; init; } = 1;

    public IProgress<StageProgress>? Progress { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public CancellationToken Cancel { get; init; }

    /// <summary>Worker threads; results must not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The threads themselves: those of the pool, or <see cref="BackgroundThreads"/> where people wait for other work.</summary>
    public TaskScheduler Scheduler { get; init; } = TaskScheduler.Default;

    /// <summary>Bytes that a stage may use, or null for what the machine has left.</summary>
    public long? Memory { get; init; }

    /// <summary>Reads how much memory is left.</summary>
    public Func<MemoryReading> ReadMemory { get; init; } = static () => MemoryReading.Now();

    /// <summary>A folder for what does not fit in memory; the run removes it.</summary>
    public string Scratch { get; init; } = Path.GetTempPath();

    public ParallelOptions Parallel => new() { MaxDegreeOfParallelism = Threads, CancellationToken = Cancel, TaskScheduler = Scheduler };

    /// <summary>Starts counting <paramref name="total"/> rows of <paramref name="stage"/>.</summary>
    public ProgressMeter Start(string stage, long total, string? note = null) => new(stage, total, Progress, Clock, Cancel, note);

    /// <summary>The same for bytes.</summary>
    public ProgressMeter StartBytes(string stage, long total, string note) => new(stage, total, Progress, Clock, Cancel, note, isBytes: true);

    /// <summary>
    /// Whether a stage can hold this many bytes on this machine, its input included. What else is held at the moment makes no difference, so the answer is the
    /// same from run to run.
    /// </summary>
    public bool FitsInMemory(long bytes) => bytes <= (Memory ?? MemoryReading.ForArrays / 4 * 3);

    /// <summary>Refuses work that would not fit in memory, before it begins: a process that takes more than there is gets killed without a word.</summary>
    /// <param name="bytes">What it needs at most, besides its input.</param>
    /// <param name="work">What it is: "clustering 5 rows".</param>
    /// <param name="change">What would need less.</param>
    /// <exception cref="InputException">Less is free; the message has both figures.</exception>
    public void RequireMemory(long bytes, string work, string change = "fewer rows or columns")
    {
        var there = Left();
        if (bytes > there.Free && Memory is null)
        {
            FreedMemory.Collect();
            there = Left();
        }

        if (bytes <= there.Free) return;
        var free = there.Free < 1_000_000 && bytes >= 1_000_000 ? "none is free" : $"only {Wording.Bytes(there.Free)} is free";
        var whole = there.Limit > there.Free ? $" of the {Wording.Bytes(there.Limit)} that this process may use" : "";
        throw new InputException($"{work} needs about {Wording.Bytes(bytes)} of memory and {free}{whole}", expected: $"{change}, or more memory");
    }

    private MemoryReading Left() => Memory is { } given ? new MemoryReading(given, given) : ReadMemory();

    /// <summary>Calls <paramref name="work"/> for rows 0 to <paramref name="rows"/> - 1 on all the stage's threads, a range of rows at a time.</summary>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public void ForEachRow(int rows, Action<int> work) => System.Threading.Tasks.Parallel.For(0, RangesIn(rows, RowsPerRange), Parallel, range =>
    {
        var end = (int)Math.Min(rows, (range + 1L) * RowsPerRange);
        for (var i = range * RowsPerRange; i < end; i++) work(i);
    });

    /// <summary>
    /// Like <see cref="ForEachWithState"/> for rows 0 to <paramref name="rows"/> - 1, a range of up to <paramref name="length"/> rows at a time.
    /// </summary>
    /// <param name="work">Does the rows from its first argument up to, not including, its second.</param>
    public void ForEachRange<TWorker>(int rows, int length, Func<TWorker> make, Action<int, int, TWorker> work, Action<TWorker>? last = null)
        where TWorker : class =>
        ForEachWithState(RangesIn(rows, length), make, (range, worker) => work(range * length, (int)Math.Min(rows, (range + 1L) * length), worker), last);

    /// <summary>
    /// Does parts 0 to <paramref name="parts"/> - 1 of some work on all the stage's threads, giving each thread a worker with buffers of its own. There are as
    /// many workers as threads; <c>Parallel.For</c> alone would make new ones several times a second.
    /// </summary>
    /// <param name="parts">How many parts.</param>
    /// <param name="make">Makes a worker; one that is <see cref="IDisposable"/> is disposed at the end.</param>
    /// <param name="work">Does one part.</param>
    /// <param name="last">Called with each worker, one at a time, when all parts are done.</param>
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
    /// Collects garbage now, between two parts of a stage that each hold many arrays. Left to itself, the collector waits for more garbage than a small job
    /// ever makes and keeps freed memory for a while, so the second part's arrays would come on top of the first's.
    /// </summary>
    /// <param name="rows">Rows that the parts work on; for fewer than some thousand nothing is done.</param>
    public static void CollectNow(int rows)
    {
        if (rows >= MinRowsToCollect) FreedMemory.Collect();
    }

    private static int RangesIn(int rows, int length) => (int)(((long)rows + length - 1) / length);
}
