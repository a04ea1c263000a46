using System.Runtime.InteropServices;

namespace Investigator.Engine.Core;

/// <summary>What Unix knows of a file or folder, links followed.</summary>
/// <param name="Mode">Its kind and rights.</param>
/// <param name="Device">Where it lies.</param>
/// <param name="Number">What tells it from all others there, whatever paths lead to it.</param>
internal sealed partial record FileStatus(int Mode, long Device, long Number)
{
    /// <summary>Enough for the runtime's description of a file.</summary>
    private const int Bytes = 512;

    // The runtime's own stat begins with 32 bits of flags, then 32 of mode, on every Unix; libc's is laid out differently on each.
    private const int ModeOffset = 4;
    private const int DeviceOffset = 88;
    private const int NumberOffset = 104;

    /// <summary>Null where nothing is there, or on Windows.</summary>
    public static FileStatus? Of(string path)
    {
        if (OperatingSystem.IsWindows()) return null;
        Span<byte> status = stackalloc byte[Bytes];
        if (Stat(path, status) != 0) return null;
        return new FileStatus(MemoryMarshal.Read<int>(status[ModeOffset..]), MemoryMarshal.Read<long>(status[DeviceOffset..]),
            MemoryMarshal.Read<long>(status[NumberOffset..]));
    }

    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_Stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(string path, Span<byte> status);
}
