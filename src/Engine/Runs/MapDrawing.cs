using Investigator.Engine.Core;
using Investigator.Engine.Integrity;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Projection;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Runs;

/// <summary>
/// Draws the map of a finished run into its folder, from the neighbours that the run kept for it. Nothing waits for the map: it comes after the results.
/// </summary>
/// <remarks>
/// The map is there once the folder's manifest lists its files, and that is written last, in one piece: a process that dies before leaves no map and the
/// neighbours to draw it from. The same run has the same map to the bit.
/// </remarks>
public static class MapDrawing
{
    /// <summary>Draws it, unless it is there; then drops the neighbours that nobody needs any more.</summary>
    /// <param name="folder">Of a finished run.</param>
    /// <param name="keep">What the folder keeps: the neighbours stay at <see cref="Retention.All"/> alone.</param>
    /// <param name="progress">Told a few times a second.</param>
    /// <param name="cancel">Stops within a second; the folder stays as it was.</param>
    /// <param name="clock">Where time comes from.</param>
    /// <param name="threads">Where it computes; by default on the pool's threads. The map is the same.</param>
    /// <returns>What it cost.</returns>
    /// <exception cref="InputException">The run kept no neighbours, they are damaged, or there is not enough memory.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Task<MapRecord> DrawAsync(
        RunFolder folder,
        Retention keep,
        IProgress<StageProgress>? progress = null,
        CancellationToken cancel = default,
        TimeProvider? clock = null,
        TaskScheduler? threads = null) =>
        Task.Factory.StartNew(
            () => Draw(folder, keep, progress, clock ?? TimeProvider.System, cancel), cancel, TaskCreationOptions.None, threads ?? TaskScheduler.Default);

    private static MapRecord Draw(RunFolder folder, Retention keep, IProgress<StageProgress>? progress, TimeProvider clock, CancellationToken cancel)
    {
        if (!folder.HasMap)
        {
            if (!folder.CanDrawMap) throw new InputException("the run kept no neighbours to draw its map from", folder.Path);
            var run = folder.ReadRecord();
            var context = new StageContext { Seed = run.Seed, Progress = progress, Clock = clock, Cancel = cancel, Scheduler = TaskScheduler.Current };
            var (layout, cost) = MeasuredStage.Run(StageNames.Projection, run.Transactions, context, () => Lay(folder, run, context));
            cancel.ThrowIfCancellationRequested();
            Write(folder, layout, new MapRecord(cost));
        }

        folder.DropMapSources(keep);
        return folder.FindMapRecord() ?? throw new InputException("the run's map was drawn together with the run", folder.Path);
    }

    private static MapLayout Lay(RunFolder folder, RunRecord run, StageContext context)
    {
        var graph = NeighborGraph.Load(folder.Path);
        if (graph.Count == run.Transactions) return LayoutOptimizer.Lay(graph, run.Options.Projection, context);
        throw new InputException(
            "the neighbours are not those of the run", KnownFiles.NeighborIndices.In(folder.Path),
            value: $"{graph.Count} rows", expected: $"{run.Transactions}");
    }

    private static void Write(RunFolder folder, MapLayout layout, MapRecord record)
    {
        try
        {
            NpyFile.Write<float>(New(KnownFiles.LayoutX), layout.X, layout.X.Length);
            NpyFile.Write<float>(New(KnownFiles.LayoutY), layout.Y, layout.Y.Length);
            JsonFile.Write(New(KnownFiles.Map), record);
            foreach (var file in KnownFiles.OfMap) DurableFiles.FlushFile(New(file));
            foreach (var file in KnownFiles.OfMap) File.Move(New(file), file.In(folder.Path), overwrite: true);
            DurableFiles.FlushFolder(folder.Path);
            folder.SealMap();
        }
        finally
        {
            foreach (var file in KnownFiles.OfMap) File.Delete(New(file));
        }

        string New(StoredFile file) => file.In(folder.Path) + DurableFiles.NewSuffix;
    }
}
