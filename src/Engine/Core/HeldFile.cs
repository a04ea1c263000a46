using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Investigator.Engine.Core;

/// <summary>
/// A file opened once and read through that: whatever is put at its path afterwards is not read. For files that others can exchange for a link, between the
/// moment when they are found to be allowed and the one when they are read.
/// </summary>
/// <remarks>Linux alone tells where an opened file lies and lets it be opened again by what it was opened as.</remarks>
public sealed partial class HeldFile : IDisposable
{
    // O_RDONLY, O_NONBLOCK (a pipe would block until someone writes to it) and O_CLOEXEC; the same on every processor that .NET runs on under Linux.
    private const int Flags = 0x800 | 0x80000;

    private readonly SafeFileHandle _handle;

    private HeldFile(SafeFileHandle handle) => _handle = handle;

    /// <summary>A path that leads to the opened file for as long as it is held, in this process.</summary>
    /// <exception cref="ObjectDisposedException">It is not held any more: the path may lead to something else by now.</exception>
    public string ReadFrom
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
            return string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{_handle.DangerousGetHandle()}");
        }
    }

    public long Bytes => RandomAccess.GetLength(_handle);

    /// <param name="path">Without links in it: a file that lies elsewhere once it is opened is refused.</param>
    /// <returns>Null on another system than Linux, where the file is not held.</returns>
    /// <exception cref="InputException">It is not there, not a regular file, or a link brought it from elsewhere.</exception>
    public static HeldFile? Open(string path)
    {
        if (!OperatingSystem.IsLinux()) return null;
        var number = OpenDescriptor(path, Flags);
        if (number < 0) throw Gone(path);
        var held = new HeldFile(new SafeFileHandle(number, ownsHandle: true));
        if (RegularFile.Is(held.ReadFrom) && new FileInfo(held.ReadFrom).LinkTarget == Path.GetFullPath(path)) return held;
        held.Dispose();
        throw Gone(path);
    }

    public void Dispose() => _handle.Dispose();

    private static InputException Gone(string path) => new("the file is not there any more", path, expected: "a regular file that stays where it is");

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenDescriptor(string path, int flags);
}
