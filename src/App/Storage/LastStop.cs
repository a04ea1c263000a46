using Investigator.Engine.Core;
using Investigator.Engine.Integrity;

namespace Investigator.Storage;

/// <summary>That the last process on a data folder came to its end, and what the database was then (<c>last-stop.json</c>).</summary>
/// <remarks>
/// The file goes when a process begins to write and comes back when it stops: after a kill or a power cut there is none. SQLite keeps no hashes of what it
/// stores, so a changed bit in a text would pass for the text; the hash of the whole database tells it. A large one is told by its length, its time and the
/// counter in its header instead: that it is another file, but not that a bit is.
/// </remarks>
/// <param name="Database">Null where its log still held changes.</param>
/// <param name="HasDamage">Whether its start had found damage: the next one looks for it again.</param>
internal sealed record LastStop(DatabaseMark? Database, bool HasDamage)
{
    /// <summary>A database of up to this size is read through at every start and stop: that takes a fraction of a second.</summary>
    public const long MostBytesAlways = 64 << 20;

    public const string FileName = "last-stop.json";

    /// <returns>Null where there is none that can be relied on.</returns>
    public static LastStop? Find(string folder)
    {
        try
        {
            var path = Path.Combine(folder, FileName);
            return File.Exists(path) ? SealedJson.Read<LastStop>(path) : null;
        }
        catch (Exception e) when (e is InputException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Says that a process is about to write; a full disk does not keep it from that.</summary>
    public static void Forget(string folder)
    {
        File.Delete(Path.Combine(folder, FileName));
        DurableFiles.FlushFolder(folder);
    }

    /// <summary>Says that the process that wrote has come to its end.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="database">The database, which no process has open any more.</param>
    /// <param name="hasDamage">Whether its start had found damage.</param>
    public static void Write(string folder, string database, bool hasDamage)
    {
        var stop = new LastStop(File.Exists(database) && !HasLog(database) ? DatabaseMark.Of(database, MostBytesAlways) : null, hasDamage);
        DurableFiles.Replace(Path.Combine(folder, FileName), path => SealedJson.Write(path, stop));
    }

    /// <summary>Whether the database is another file than the last stop left; false where that cannot be told.</summary>
    public bool IsOther(string database)
    {
        try
        {
            return Database is { } left && File.Exists(database) && !HasLog(database) && left.IsOther(database);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool HasLog(string database) => new FileInfo(database + "-wal") is { Exists: true, Length: > 0 };
}
