using System.Diagnostics;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Runs;

/// <summary>The stages of one run in one work folder: a finished stage is read back; any other is computed, written and then marked as finished.</summary>
/// <remarks>
/// The mark (<c>stage-NAME.json</c>) is written last and moved into place, so a process that dies in the middle of a stage leaves no mark and the stage
/// is done again.
/// </remarks>
public sealed class StageCheckpoints
{
    private readonly StageContext _context;
    private readonly List<StageRecord> _records = [];
    private bool _allStand = true;

    private StageCheckpoints(string folder, StageContext context) => (Folder, _context) = (folder, context);

    public string Folder { get; }

    /// <summary>Stages done so far, in order.</summary>
    public IReadOnlyList<StageRecord> Records => _records;

    /// <summary>Opens the work folder. What another run (other data, other options, another build) left in it is removed.</summary>
    /// <exception cref="InputException">The folder holds something that no run left there.</exception>
    public static StageCheckpoints Open(string folder, Dataset dataset, RunOptions options, StageContext context)
    {
        var owned = OwnedFolder.IsVacant(folder) ? OwnedFolder.Make(folder) : OwnedFolder.Find(folder);
        var identity = new WorkIdentity(dataset.Fingerprint, options, typeof(StageCheckpoints).Assembly.ManifestModule.ModuleVersionId.ToString());
        var path = KnownFiles.Work.In(folder);
        if (!File.Exists(path) || !Same(path, identity))
        {
            if (owned is not { Use: FolderUse.Work })
            {
                throw new InputException($"the work folder {folder} holds files that no run left there", expected: "an empty or new folder");
            }

            owned.Clear();
            WriteWhole(path, identity);
        }

        return new StageCheckpoints(folder, context);
    }

    /// <summary>What the unfinished run in a work folder was started with, so that it can be taken up again.</summary>
    /// <returns>The dataset's fingerprint and the options; null where the folder does not say.</returns>
    public static (string Fingerprint, RunOptions Options)? FindWork(string folder)
    {
        if (!KnownFiles.Work.ExistsIn(folder)) return null;
        try
        {
            var identity = StoredJson.Read<WorkIdentity>(KnownFiles.Work.In(folder));
            return (identity.Dataset, identity.Options);
        }
        catch (InputException)
        {
            return null;
        }
    }

    /// <summary>One stage.</summary>
    /// <param name="stage">Its name.</param>
    /// <param name="rows">Rows it goes through.</param>
    /// <param name="make">Computes the output.</param>
    /// <param name="save">Writes it into the folder.</param>
    /// <param name="load">Reads it back.</param>
    public T Run<T>(string stage, long rows, Func<T> make, Action<T> save, Func<T> load)
    {
        _context.Cancel.ThrowIfCancellationRequested();
        var mark = KnownFiles.StageMark(stage).In(Folder);
        if (_allStand && File.Exists(mark))
        {
            _records.Add(StoredJson.Read<StageRecord>(mark));
            _context.Start(stage, rows, "read back").Add(rows);
            return load();
        }

        // What follows a stage done again is stale.
        _allStand = false;
        File.Delete(mark);
        using var activity = Telemetry.Source.StartActivity(stage);
        activity?.SetTag("rows", rows);
        _context.Start(stage, rows);
        var start = _context.Clock.GetTimestamp();
        var output = make();
        save(output);
        var seconds = _context.Clock.GetElapsedTime(start).TotalSeconds;
        Telemetry.StageSeconds.Record(seconds, new KeyValuePair<string, object?>("stage", stage));
        using var process = Process.GetCurrentProcess();
        var record = new StageRecord(stage, Math.Round(seconds, 3), rows, process.PeakWorkingSet64);
        _records.Add(record);
        WriteWhole(mark, record);
        return output;
    }

    private static bool Same(string path, WorkIdentity identity)
    {
        try
        {
            return JsonFile.Text(StoredJson.Read<WorkIdentity>(path)) == JsonFile.Text(identity);
        }
        catch (InputException)
        {
            return false;
        }
    }

    private static void WriteWhole<T>(string path, T value)
    {
        JsonFile.Write(path + ".new", value);
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <param name="Dataset">Fingerprint of the data.</param>
    /// <param name="Options">Options of the run.</param>
    /// <param name="Build">Build of the engine: another build may compute otherwise.</param>
    private sealed record WorkIdentity(string Dataset, RunOptions Options, string Build);
}
