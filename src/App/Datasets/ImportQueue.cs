using System.Collections.Concurrent;
using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Checks;
using Investigator.Engine.Ingest.Sources;
using Investigator.Storage;

namespace Investigator.Datasets;

/// <summary>Loads datasets in the background, one at a time, so that a closed browser stops nothing.</summary>
public sealed partial class ImportQueue(
    DataFolder data, AllowedSources sources, UploadedFiles uploads, IServiceScopeFactory scopes, TimeProvider clock, ILogger<ImportQueue> log)
    : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, DatasetImport> _imports = new();
    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> _cancels = new();
    private readonly ConcurrentDictionary<Guid, Task> _tasks = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _started;

    private event Action<Guid>? Changed;

    /// <summary>Loads that wait or go on, oldest first.</summary>
    public IReadOnlyList<DatasetImport> Active => [.. _imports.Values.Where(static i => i.IsActive).OrderBy(static i => i.Number)];

    public DatasetImport? Find(Guid id) => _imports.GetValueOrDefault(id);

    /// <summary>The last load of these sources, for a page that comes back to them: one that goes on, or why it failed.</summary>
    /// <returns>Null where there was none since the start of the process.</returns>
    public DatasetImport? FindLast(string transactions, string? events) =>
        _imports.Values.Where(i => i.Request.Transactions == transactions && i.Request.Events == events).MaxBy(static i => i.Number);

    internal Guid Start(Actor actor, ImportRequest request)
    {
        var id = Guid.NewGuid();
        var cancel = _cancels[id] = new CancellationTokenSource();
        _imports[id] = new DatasetImport(id, request, ImportStatus.Waiting) { Number = Interlocked.Increment(ref _started) };
        _tasks[id] = Task.Run(() => RunAsync(id, actor, request, cancel.Token));
        return id;
    }

    /// <summary>Stops a load within a second; nothing of it stays.</summary>
    public void Cancel(Guid id)
    {
        if (_cancels.TryGetValue(id, out var cancel)) cancel.Cancel();
    }

    /// <summary>Calls <paramref name="changed"/> with a load's id whenever it moved, on the loader's thread, until disposed.</summary>
    public IDisposable Subscribe(Action<Guid> changed)
    {
        Changed += changed;
        return new Subscription(() => Changed -= changed);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var cancel in _cancels.Values) await cancel.CancelAsync();
        await Task.WhenAll(_tasks.Values);
        _turn.Dispose();
    }

    private async Task RunAsync(Guid id, Actor actor, ImportRequest request, CancellationToken cancel)
    {
        var entered = false;
        var held = request.Sources.Select(uploads.Hold).ToList();
        try
        {
            await _turn.WaitAsync(cancel);
            entered = true;
            Set(id, i => i with { Status = ImportStatus.Loading });
            var sink = new Sink(p => Set(id, i => i with { Progress = p }));
            using var threads = new BackgroundThreads(Environment.ProcessorCount + 1);
            var context = new StageContext { Progress = sink, Clock = clock, Cancel = cancel, Scratch = data.Scratch, Scheduler = threads };
            var dataset = await LoadAsync(id, request, context, threads);
            await using var scope = scopes.CreateAsyncScope();
            var row = await scope.ServiceProvider.GetRequiredService<RegisterDataset>().HandleAsync(actor, dataset, CancellationToken.None);
            await SaveMappingAsync(scope.ServiceProvider.GetRequiredService<SaveMapping>(), actor, request, threads);
            foreach (var source in request.Sources) uploads.Remove(source);
            Set(id, i => i with { Status = ImportStatus.Loaded, DatasetId = row });
        }
        catch (OperationCanceledException)
        {
            Set(id, i => i with { Status = ImportStatus.Cancelled });
        }
        catch (InputException e)
        {
            Set(id, i => i with { Status = ImportStatus.Failed, Problem = e.Message });
        }
        catch (Exception e) when (FullDisk.Is(e))
        {
            Set(id, i => i with { Status = ImportStatus.Failed, Problem = FullDisk.Message(e) });
        }
        catch (Exception e)
        {
            LogFailed(e, request.Name);
            Set(id, i =>
                i with
                {
                    Status = ImportStatus.Failed,
                    Problem = e is IOException ? $"A file could not be read or written: {e.Message}"
                : "The files could not be loaded. The server's log has the details."
                });
        }
        finally
        {
            if (entered) _turn.Release();
            foreach (var source in held) source.Dispose();
            if (Find(id) is { Status: ImportStatus.Failed })
            {
                foreach (var source in request.Sources) uploads.KeepForCorrection(source);
            }

            _tasks.TryRemove(id, out _);
        }
    }

    private async Task<Dataset> LoadAsync(Guid id, ImportRequest request, StageContext context, BackgroundThreads threads)
    {
        try
        {
            return await threads.RunAsync(() => DatasetLoader.Load(request.Resolve(sources), data.Datasets, context), context.Cancel);
        }
        catch (InputException)
        {
            await threads.RunAsync(() => Explain(id, request, context), context.Cancel);
            throw;
        }
    }

    /// <summary>The message has the first faults; the report has all kinds of them, and what would mend each.</summary>
    private bool Explain(Guid id, ImportRequest request, StageContext context)
    {
        try
        {
            var report = LoadCheck.Of(request.Resolve(sources), context);
            Set(id, i => i with { Report = report });
            return true;
        }
        catch (InputException)
        {
            return false;
        }
    }

    /// <summary>The dataset is loaded: that its mapping cannot be offered again is a word in the log.</summary>
    private async Task SaveMappingAsync(SaveMapping save, Actor actor, ImportRequest request, BackgroundThreads threads)
    {
        try
        {
            var headers = await threads.RunAsync(
                () => SourceHeader.OfFiles(request.Resolve(sources), new PreviewBudget(), CancellationToken.None), CancellationToken.None);
            if (headers.Count > 0) await save.HandleAsync(actor, headers, request.Name, request.Mapping, CancellationToken.None);
        }
        catch (Exception e)
        {
            LogNotSaved(e, request.Name);
        }
    }

    private void Set(Guid id, Func<DatasetImport, DatasetImport> change)
    {
        _imports.AddOrUpdate(id, _ => throw new InvalidOperationException("an import is there before it moves"), (_, import) => change(import));
        Changed?.Invoke(id);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Name} was loaded, but what its columns are could not be kept for the next file")]
    private partial void LogNotSaved(Exception fault, string name);

    [LoggerMessage(Level = LogLevel.Error, Message = "Loading {Name} failed")]
    private partial void LogFailed(Exception fault, string name);

    // Progress<T> would post to the thread pool, where reports overtake each other.
    private sealed class Sink(Action<StageProgress> report) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => report(value);
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
