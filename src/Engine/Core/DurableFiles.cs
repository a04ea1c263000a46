using System.Runtime.InteropServices;

namespace Investigator.Engine.Core;

/// <summary>
/// Writing that outlives a power cut. A file system may keep what was written in memory for half a minute, and may store a file's new name before its contents:
/// so files are flushed first, then the folders that name them, then comes the move that puts them in place, and the folder that they were moved into.
/// </summary>
public static partial class DurableFiles
{
    /// <summary>End of the name under which a file is written before it takes its place; such a file alone means nothing.</summary>
    public const string NewSuffix = ".new";

    // EPERM and EACCES: the folder may be entered and written to, but not listed.
    private static readonly int[] Closed = [1, 13];

    // EINVAL and ENOTSUP (95 on Linux, 45 on macOS): the file system does not flush folders by themselves (some network drives).
    private static readonly int[] Unsupported = [22, OperatingSystem.IsMacOS() ? 45 : 95];

    /// <summary>Puts a file in another's place, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the file whose path it is given.</param>
    public static void Replace(string path, Action<string> write)
    {
        write(path + NewSuffix);
        FlushFile(path + NewSuffix);
        File.Move(path + NewSuffix, path, overwrite: true);
        FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Moves a folder, whose files are flushed already, and flushes the folders that name it.</summary>
    public static void MoveFolder(string from, string to)
    {
        Directory.Move(from, to);
        FlushParents(from, to);
    }

    /// <summary>Flushes the folders that hold these two paths, after something was moved from one to the other.</summary>
    public static void FlushParents(string from, string to)
    {
        var (former, parent) = (ParentOf(from), ParentOf(to));
        FlushFolder(parent);
        if (former != parent) FlushFolder(former);
    }

    /// <summary>Flushes every file below a folder and every folder, itself last.</summary>
    public static void FlushTree(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder)) FlushFile(file);
        foreach (var inner in Directory.EnumerateDirectories(folder)) FlushTree(inner);
        FlushFolder(folder);
    }

    /// <summary>Waits until a file's contents are on the disk.</summary>
    public static void FlushFile(string path)
    {
        // Windows flushes only what was opened for writing; elsewhere a file without the right to write is flushed too.
        var access = OperatingSystem.IsWindows() ? FileAccess.ReadWrite : FileAccess.Read;
        using var file = File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>
    /// Waits until the names in a folder are on the disk. Windows keeps them with its journal and needs no call; a folder that this user may not list, and one
    /// on a file system that does not know of it, is left to the system.
    /// </summary>
    /// <exception cref="IOException">The disk did not take them.</exception>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var handle = Open(folder, 0);
        if (handle < 0 && Closed.Contains(Marshal.GetLastPInvokeError())) return;
        if (handle < 0) throw Failure(folder);
        try
        {
            if (Sync(handle) != 0 && !Unsupported.Contains(Marshal.GetLastPInvokeError())) throw Failure(folder);
        }
        finally
        {
            _ = Close(handle);
        }
    }

    private static string ParentOf(string path) => Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))!;

    private static IOException Failure(string folder)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{Marshal.GetPInvokeErrorMessage(error)} : '{folder}'", error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
