using System.Runtime.InteropServices;

namespace Investigator.Engine.Core;

/// <summary>What this process makes is for its own user: the data are people's payments, and a machine may have other users.</summary>
public static partial class PrivateFiles
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>From now on no file or folder that this process makes, by whatever library, may be used by others. Windows has its folder rights for
    /// that.</summary>
    public static void Begin()
    {
        if (!OperatingSystem.IsWindows()) _ = Umask((uint)Others);
    }

    /// <summary>Takes a folder away from others, where they could enter it. One that is not this user's is left as it is.</summary>
    public static void Close(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var mode = File.GetUnixFileMode(folder);
        if ((mode & Others) == 0) return;
        try
        {
            File.SetUnixFileMode(folder, mode & ~Others);
        }
        catch (UnauthorizedAccessException)
        {
            // Its owner decides who may enter; that this process may is enough to work in it.
        }
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint Umask(uint mask);
}
