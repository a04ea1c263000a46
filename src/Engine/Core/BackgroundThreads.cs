using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Investigator.Engine.Core;

/// <summary>Threads of their own for long work beside people: they use every core that is idle and give way as soon as anything else wants one.</summary>
/// <remarks>
/// The pool's threads stay free for requests, which would otherwise wait until the pool grows. What these threads start inherits their rank, DuckDB's workers
/// included. .NET's own thread priorities do nothing on Linux, where the kernel ranks each thread by itself.
/// </remarks>
public sealed partial class BackgroundThreads : TaskScheduler, IDisposable
{
    /// <summary>Steps below the rank of the process: an eighth of a core against one thread of that rank, and a whole core against none.</summary>
    internal const int Steps = 8;
    private const int OfThread = 0;
    private readonly BlockingCollection<Task> _waiting = [];
    private readonly Thread[] _threads;

    [ThreadStatic]
    private static BackgroundThreads? _here;

    /// <param name="count">How many; one more than the work uses at once keeps it from waiting for itself.</param>
    public BackgroundThreads(int count)
    {
        _threads = new Thread[count];
        for (var i = 0; i < count; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = "run", Priority = ThreadPriority.BelowNormal };
            _threads[i].Start();
        }
    }

    public override int MaximumConcurrencyLevel => _threads.Length;

    /// <summary>Does <paramref name="work"/> on these threads.</summary>
    public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancel) => Task.Factory.StartNew(work, cancel, TaskCreationOptions.None, this);

    /// <summary>Ends the threads once nothing waits any more.</summary>
    public void Dispose() => _waiting.CompleteAdding();

    protected override void QueueTask(Task task) => _waiting.Add(task);

    // Whoever waits on one of these threads does the work itself; other threads leave it to them.
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => _here == this && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => _waiting;

    private void Work()
    {
        _here = this;
        // Refused or unknown, the work is done at the ordinary rank.
        if (OperatingSystem.IsLinux()) _ = SetPriority(OfThread, 0, GetPriority(OfThread, 0) + Steps);
        foreach (var task in _waiting.GetConsumingEnumerable()) TryExecuteTask(task);
    }

    [LibraryImport("libc", EntryPoint = "getpriority")]
    private static partial int GetPriority(int which, uint who);

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, uint who, int niceness);
}
