using Investigator.Engine.Core;
using Microsoft.Data.Sqlite;

namespace Investigator.Storage;

/// <summary>Where everything lives: one folder, marked as ours and held by one process at a time.</summary>
/// <remarks>
/// <c>investigator.db</c> people's data; <c>datasets/</c> and <c>runs/</c> what machines compute; <c>uploads/</c> files given in the browser;
/// <c>drafts/</c> what was corrected of loads that have not begun; <c>imports/</c> files put there to be loaded;
/// <c>scratch/</c> what does not fit in memory; <c>trash/</c> leftovers put aside; <c>errors/</c> reports of faults;
/// <c>audit/</c> what the record of all that was done came to, day by day; <c>keys/</c> the keys that protect cookies, tokens and people's keys;
/// <c>personal.key</c> the secret of the pseudonyms;
/// <c>lock</c> held while a process works here; <c>.investigator</c> the marker with the installation's id; <c>last-stop.json</c> how the last process ended.
/// </remarks>
public sealed class DataFolder : IDisposable
{
    /// <summary>Environment variable that names the folder when <c>--data</c> does not.</summary>
    public const string Variable = "INVESTIGATOR_DATA";

    internal const string LockName = "lock";

    internal const string ImportsName = "imports";

    internal const string DatabaseName = "investigator.db";

    private readonly FileStream _lock;
    private readonly OwnedFolder _owned;
    private bool _isWritten;

    private DataFolder(OwnedFolder owned, FileStream held) => (_owned, _lock) = (owned, held);

    public string Path => _owned.Path;

    /// <summary>Tells this data folder and what was made in it from any other.</summary>
    public string Installation => _owned.Installation;

    public string Database => System.IO.Path.Combine(Path, DatabaseName);

    public string ConnectionString => $"Data Source={Database};Default Timeout=30";

    /// <summary>Whether the process before this one came to its end and knew of no damage; otherwise what it had finished is worth a look.</summary>
    public bool EndedCleanly { get; private init; }

    /// <summary>Whether this process has found damaged files.</summary>
    public bool HasDamage { get; set; }

    /// <summary>Whether the database is not the file that the process before left: restored from a backup, or damaged.</summary>
    public bool DatabaseChanged { get; private init; }

    public string Datasets => System.IO.Path.Combine(Path, "datasets");

    public string Runs => System.IO.Path.Combine(Path, "runs");

    public string Uploads => System.IO.Path.Combine(Path, "uploads");

    /// <summary>What people corrected of loads that have not begun; made when it is first needed.</summary>
    public string Drafts => System.IO.Path.Combine(Path, "drafts");

    /// <summary>Where a person puts files that pages may load.</summary>
    public string Imports => System.IO.Path.Combine(Path, ImportsName);

    /// <summary>Reports of faults, for whoever looks into them.</summary>
    public string Errors => ErrorsIn(Path);

    /// <summary>What the record of all that was done came to, day by day.</summary>
    public string Audit => AuditIn(Path);

    /// <summary>The keys by which cookies, tokens and people's keys in the database are protected.</summary>
    public string Keys => System.IO.Path.Combine(Path, "keys");

    public string Scratch => System.IO.Path.Combine(Path, "scratch");

    public string Trash => System.IO.Path.Combine(Path, "trash");

    public string DatasetFolder(string name) => System.IO.Path.Combine(Datasets, name);

    public string RunFolder(string name) => System.IO.Path.Combine(Runs, name);

    /// <summary>The folder asked for, else the variable's, else the user's local application data.</summary>
    public static string Resolve(string? asked) =>
        System.IO.Path.GetFullPath(
            asked
            ?? Environment.GetEnvironmentVariable(Variable)
            ?? System.IO.Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "Investigator"));

    /// <summary>Where reports of faults belong while the folder cannot be opened.</summary>
    /// <returns>Null where there is no data folder.</returns>
    public static string? FindErrors(string path) => OwnedFolder.Find(path) is { Use: FolderUse.Data } ? ErrorsIn(path) : null;

    /// <summary>Creates what is missing and takes the folder for this process.</summary>
    /// <exception cref="InputException">The folder holds what Investigator did not make, there is no write access, or another process holds it.</exception>
    public static DataFolder Open(string path) => Open(path, FolderUse.Data);

    /// <summary>The same for a folder in which one command works and which goes when it is done.</summary>
    /// <exception cref="InputException">As for a data folder.</exception>
    public static DataFolder OpenWork(string path) => Open(path, FolderUse.Work);

    /// <summary>Removes what this version made in a work folder that no process holds any more, and the folder itself when nothing else is in it.</summary>
    /// <returns>What is not ours and stays.</returns>
    public static IReadOnlyList<string> RemoveWork(string path)
    {
        if (OwnedFolder.Find(path) is not { Use: FolderUse.Work } work) return [path];
        foreach (var part in (string[])["", "datasets", "runs"])
        {
            var parent = System.IO.Path.Combine(path, part);
            if (!Directory.Exists(parent)) continue;
            var children = Directory.GetDirectories(parent).Select(OwnedFolder.Find).OfType<OwnedFolder>();
            foreach (var child in children.Where(c => c.Installation == work.Installation)) child.Remove();
        }

        File.Delete(System.IO.Path.Combine(path, LockName));
        foreach (var part in (string[])["datasets", "runs", "uploads"])
        {
            var folder = System.IO.Path.Combine(path, part);
            if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
        }

        if (!OwnedFolder.IsVacant(path))
        {
            var left = Directory.EnumerateFileSystemEntries(path).Where(static e => System.IO.Path.GetFileName(e) != OwnedFolder.MarkerName);
            return [.. left.Order(StringComparer.Ordinal)];
        }

        work.Remove();
        return [];
    }

    /// <returns>Null for a folder that this installation did not make.</returns>
    public OwnedFolder? FindOwned(string folder) => OwnedFolder.Find(folder) is { } owned && owned.Installation == Installation ? owned : null;

    /// <exception cref="InputException">This installation did not make the folder.</exception>
    public OwnedFolder Require(string folder) =>
        FindOwned(folder)
        ?? throw new InputException($"the folder {folder} is in the way and Investigator did not make it", expected: "no such folder: move it elsewhere");

    /// <summary>Marks what the database names now as a finished result. Where there is no room for the mark, the next start makes it.</summary>
    public void TryKeep(string folder)
    {
        try
        {
            FindOwned(folder)?.Keep();
        }
        catch (IOException)
        {
            // The database names the folder, and that is what counts.
        }
    }

    /// <summary>Writes down that the work came to its end, and lets the folder go.</summary>
    public void Dispose()
    {
        try
        {
            if (_isWritten) RecordStop();
            _isWritten = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No room for the record: the next start looks at more than it would have to.
        }
        finally
        {
            _lock.Dispose();
        }
    }

    /// <summary>To be called before the database is written: until this process comes to its end, a start after it takes it for killed.</summary>
    public void BeginToWrite()
    {
        LastStop.Forget(Path);
        _isWritten = true;
    }

    private void RecordStop()
    {
        // A pooled connection would keep changes in the database's log.
        using (var connection = new SqliteConnection(ConnectionString)) SqliteConnection.ClearPool(connection);
        LastStop.Write(Path, Database, HasDamage);
    }

    internal static string AuditIn(string path) => System.IO.Path.Combine(path, "audit");

    private static string ErrorsIn(string path) => System.IO.Path.Combine(path, "errors");

    private static DataFolder Open(string path, FolderUse use)
    {
        FileStream held;
        try
        {
            DataFolderAdmission.Require(path, use);
            Directory.CreateDirectory(path);
            held = new FileStream(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException)
        {
            throw new InputException(
                $"there is no right to write in the data folder {path}", expected: $"a folder that this user may write to: give --data DIR or set {Variable}");
        }
        catch (IOException e) when (File.Exists(System.IO.Path.Combine(path, LockName)))
        {
            throw new InputException(
                $"another Investigator already works on the data folder {path} ({e.Message})",
                expected: "one process a folder: stop the other one or give another --data DIR");
        }
        catch (IOException e)
        {
            throw new InputException($"the data folder {path} cannot be used ({e.Message})", expected: "a folder that can be created and written to");
        }

        try
        {
            var owned = DataFolderAdmission.Mark(path, use);
            var last = LastStop.Find(path);
            var folder = new DataFolder(owned, held)
            {
                EndedCleanly = last is { HasDamage: false },
                DatabaseChanged = last?.IsOther(System.IO.Path.Combine(path, DatabaseName)) ?? false,
            };
            PrivateFiles.Close(path);
            foreach (var part in (string[])[folder.Datasets, folder.Runs, folder.Uploads]) Directory.CreateDirectory(part);
            if (use == FolderUse.Data) Directory.CreateDirectory(folder.Imports);
            OwnedFolder.Make(folder.Scratch);
            DurableFiles.FlushParents(path, folder.Scratch);
            return folder;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }
}
