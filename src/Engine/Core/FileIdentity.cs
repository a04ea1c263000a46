namespace Investigator.Engine.Core;

/// <summary>Whether two paths lead to one file or folder, through links of either kind.</summary>
/// <remarks>Hard links are told on Unix only; what is not there yet is told by its path alone.</remarks>
public static class FileIdentity
{
    /// <summary>Links to links, beyond which someone made them to go round.</summary>
    private const int MostLinks = 40;

    public static bool AreSame(string a, string b)
    {
        var (one, other) = (Resolved(a), Resolved(b));
        if (string.Equals(one, other, OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)) return true;
        return FileStatus.Of(one) is { } status && FileStatus.Of(other) is { } twin && (status.Device, status.Number) == (twin.Device, twin.Number);
    }

    /// <summary>Whether a file or folder lies in a folder, at any depth.</summary>
    public static bool IsWithin(string path, string folder)
    {
        for (var above = Path.GetDirectoryName(Resolved(path)); above is not null; above = Path.GetDirectoryName(above))
        {
            if (AreSame(above, folder)) return true;
        }

        return false;
    }

    private static string Resolved(string path) => Resolved(path, MostLinks);

    private static string Resolved(string path, int links)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var at = Path.GetPathRoot(full)!;
        foreach (var part in full[at.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            at = Path.Combine(at, part);
            if (links > 0 && Target(at) is { } target) at = Resolved(target, links - 1);
        }

        return at;
    }

    private static string? Target(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: false)?.FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // nothing is there, or it may not be looked at
        }
    }
}
