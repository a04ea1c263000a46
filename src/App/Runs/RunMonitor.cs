using System.Collections.Concurrent;
using Investigator.Engine.Core;

namespace Investigator.Runs;

/// <summary>A run in motion, as pages show it: the stage it is in and how far that has come.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Progress">Latest word of the running stage; null before the first.</param>
/// <param name="FinishedStages">Stages whose output stands, in order.</param>
public sealed record RunSnapshot(int RunId, StageProgress? Progress, IReadOnlyList<string> FinishedStages)
{
    /// <summary>What it waits for, as a sentence; null while it moves.</summary>
    public string? Held { get; init; }
}

/// <summary>Carries progress from the worker to every open page. Subscribers are called on the pool's threads.</summary>
public class RunMonitor
{
    private readonly ConcurrentDictionary<int, RunSnapshot> _snapshots = new();
    private readonly ConcurrentDictionary<int, bool> _untold = new();
    private event Action<int>? Changed;

    /// <summary>Null when the run is not in motion.</summary>
    public RunSnapshot? Snapshot(int runId) => _snapshots.GetValueOrDefault(runId);

    /// <summary>The run that works and cannot go on for now, so that those in the queue behind it wait too; null when none is so.</summary>
    public RunSnapshot? Stuck => _snapshots.Values.FirstOrDefault(static s => s.Held is not null);

    /// <summary>Calls <paramref name="changed"/> with a run's id whenever its progress or its status changed, until disposed.</summary>
    public IDisposable Subscribe(Action<int> changed)
    {
        Changed += changed;
        return new Subscription(() => Changed -= changed);
    }

    internal void Begin(int runId)
    {
        _snapshots[runId] = new RunSnapshot(runId, null, []);
        Tell(runId);
    }

    internal void Report(int runId, StageProgress progress)
    {
        _snapshots.AddOrUpdate(
            runId,
            _ => new RunSnapshot(runId, progress, []),
            (_, before) => before with
            {
                Progress = progress,
                Held = null,
                FinishedStages = before.Progress is { } last && last.Stage != progress.Stage && !before.FinishedStages.Contains(last.Stage)
                ? [.. before.FinishedStages, last.Stage] : before.FinishedStages,
            });
        Tell(runId);
    }

    /// <summary>It cannot go on for now, and will by itself.</summary>
    internal void Hold(int runId, string reason)
    {
        _snapshots.AddOrUpdate(runId, _ => new RunSnapshot(runId, null, []) { Held = reason }, (_, before) => before with { Held = reason });
        Tell(runId);
    }

    /// <summary>Something about the run's row changed; with <paramref name="ended"/> it is in motion no more.</summary>
    internal void Touch(int runId, bool ended = false)
    {
        if (ended) _snapshots.TryRemove(runId, out _);
        Tell(runId);
    }

    // A run's own threads rank below those that serve people: a page drawn on them would wait whenever they do. Words that come before the last one is told
    // are told with it.
    private void Tell(int runId)
    {
        if (!_untold.TryAdd(runId, true)) return;
        ThreadPool.QueueUserWorkItem(
            run =>
            {
                _untold.TryRemove(run, out _);
                Changed?.Invoke(run);
            },
            runId,
            preferLocal: false);
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
