using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Integrity;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Runs;

/// <summary>The stages of one run in one work folder: a finished stage is read back; any other is computed, written and then marked as finished.</summary>
/// <remarks>
/// The mark (<c>stage-NAME.json</c>) is written last and moved into place, so a process that dies in the middle of a stage leaves no mark and the stage
/// is done again. It lists the files that the stage wrote by size and hash, so that after a power cut a stage whose files did not reach the disk is done again
/// too: that costs less than to wait for the disk after every stage.
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
            DurableFiles.Replace(path, p => SealedJson.Write(p, identity));
        }

        // The run is at work again; its folder is sealed anew when it is done.
        File.Delete(KnownFiles.Manifest.In(folder));

        return new StageCheckpoints(folder, context);
    }

    /// <summary>What the unfinished run in a work folder was started with, so that it can be taken up again.</summary>
    /// <returns>The dataset's fingerprint and the options; null where the folder does not say.</returns>
    public static (string Fingerprint, RunOptions Options)? FindWork(string folder)
    {
        if (!KnownFiles.Work.ExistsIn(folder)) return null;
        try
        {
            var identity = SealedJson.Read<WorkIdentity>(KnownFiles.Work.In(folder));
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
        if (_allStand && Standing(mark) is { } standing)
        {
            _records.Add(standing);
            _context.Start(stage, rows, "read back").Add(rows);
            return load();
        }

        // What follows a stage done again is stale.
        _allStand = false;
        File.Delete(mark);
        var before = Stamps();
        var (output, record) = MeasuredStage.Run(stage, rows, _context, () =>
        {
            var made = make();
            save(made);
            return made;
        });
        _records.Add(record);
        var written = Stamps().Except(before).Select(s => FileSum.Of(Path.Combine(Folder, s.Name)));
        SealedJson.Write(mark + DurableFiles.NewSuffix, new StageMark(record, [.. written]));
        File.Move(mark + DurableFiles.NewSuffix, mark, overwrite: true);
        return output;
    }

    /// <returns>Null unless the stage is marked as finished and every file that it wrote is as it wrote it.</returns>
    private StageRecord? Standing(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            var mark = SealedJson.Read<StageMark>(path);
            return mark.Files.All(f => Manifest.Compare(Path.Combine(Folder, f.Name), f, contents: true) is null) ? mark.Record : null;
        }
        catch (InputException)
        {
            return null;
        }
    }

    private HashSet<(string Name, long Bytes, DateTime Written)> Stamps() =>
        [.. new DirectoryInfo(Folder).EnumerateFiles().Where(static f => f.Name != OwnedFolder.MarkerName).Select(f => (f.Name, f.Length, f.LastWriteTimeUtc))];

    private static bool Same(string path, WorkIdentity identity)
    {
        try
        {
            return JsonFile.Text(SealedJson.Read<WorkIdentity>(path)) == JsonFile.Text(identity);
        }
        catch (InputException)
        {
            return false;
        }
    }

    /// <param name="Dataset">Fingerprint of the data.</param>
    /// <param name="Options">Options of the run.</param>
    /// <param name="Build">Build of the engine: another build may compute otherwise.</param>
    private sealed record WorkIdentity(string Dataset, RunOptions Options, string Build);

    /// <param name="Record">What the stage took.</param>
    /// <param name="Files">What it wrote.</param>
    private sealed record StageMark(StageRecord Record, IReadOnlyList<FileSum> Files);
}
