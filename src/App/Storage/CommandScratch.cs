using Investigator.Engine.Core;

namespace Investigator.Storage;

/// <summary>
/// Where a command that has no data folder spills, below the system's folder for temporary files: gone when the command ends, and where a kill left one, the
/// next command removes it.
/// </summary>
public sealed class CommandScratch : IDisposable
{
    private const string Prefix = "investigator-work-";

    private readonly OwnedFolder _folder;
    private readonly FileStream _held;

    private CommandScratch(OwnedFolder folder, FileStream held) => (_folder, _held) = (folder, held);

    public string Path => _folder.Path;

    /// <summary>Makes a new one, and removes what ended commands left.</summary>
    /// <param name="parent">Where; by default the system's folder for temporary files.</param>
    /// <param name="say">Told of each folder that is removed.</param>
    public static CommandScratch Make(string? parent = null, Action<string>? say = null)
    {
        parent ??= System.IO.Path.GetTempPath();
        foreach (var left in Directory.GetDirectories(parent, Prefix + "*")) TryRemove(left, say);
        var path = Directory.CreateDirectory(System.IO.Path.Combine(parent, Prefix + Guid.NewGuid().ToString("N"))).FullName;

        // Held before it is marked: what bears the mark and is not held is nobody's any more.
        var held = Hold(path, FileMode.CreateNew);
        return new CommandScratch(OwnedFolder.Mark(path, FolderUse.Work), held);
    }

    /// <summary>Removes it while it is held: in no moment does it look like what a killed command left.</summary>
    public void Dispose()
    {
        try
        {
            _folder.Remove();
        }
        finally
        {
            _held.Dispose();
        }
    }

    // Windows removes what is open only where that was foreseen; elsewhere the lock is for one alone only if nothing is shared.
    private static FileStream Hold(string path, FileMode mode) =>
        new(System.IO.Path.Combine(path, DataFolder.LockName), mode, FileAccess.ReadWrite, OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None);

    private static void TryRemove(string path, Action<string>? say)
    {
        if (OwnedFolder.Find(path) is not { Use: FolderUse.Work } left) return;
        try
        {
            using (Hold(path, FileMode.Open)) left.Remove();
            say?.Invoke($"Removed {path}, which an interrupted command had left");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // Its command is still at work or is removing it, as another may be, or it is another user's.
        }
    }
}
