namespace Investigator.Engine.Core;

/// <summary>Opens files that someone named. Only a regular file is opened: a pipe blocks until someone writes to it, a device may never end.</summary>
public static class RegularFile
{
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;

    /// <summary>Whether a regular file, or a link to one, is there. Nothing is opened.</summary>
    public static bool Is(string path) => File.Exists(path) && TypeOf(path) == Regular;

    /// <exception cref="InputException">What is there is not a regular file.</exception>
    /// <exception cref="IOException">Nothing is there, or it may not be read.</exception>
    public static FileStream Open(string path, int bufferBytes = 1 << 16, FileShare share = FileShare.Read)
    {
        Require(path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, share, bufferBytes);
    }

    /// <summary>For a file that something else will open by its path. A path with nothing there passes: whoever opens it has the better words.</summary>
    /// <exception cref="InputException">What is there is not a regular file.</exception>
    public static void Require(string path)
    {
        var kind = TypeOf(path) switch
        {
            Regular or 0 or 0x4000 => null,
            0x1000 => "a pipe",
            0x2000 or 0x6000 => "a device",
            0xC000 => "a socket",
            _ => "no regular file",
        };
        if (kind is null) return;
        throw new InputException($"this is {kind}, which cannot be read more than once", path, expected: "a regular file: write the data to one first");
    }

    /// <returns>The type bits of the mode, links followed; 0 where nothing is there.</returns>
    private static int TypeOf(string path)
    {
        if (OperatingSystem.IsWindows()) return File.Exists(path) ? Regular : 0;
        return FileStatus.Of(path) is { } status ? status.Mode & TypeMask : 0;
    }
}
