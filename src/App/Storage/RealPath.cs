namespace Investigator.Storage;

/// <summary>Where a path leads once every link in it is followed.</summary>
internal static class RealPath
{
    /// <summary>As many as Linux follows.</summary>
    private const int MostLinks = 40;

    /// <returns>A path without links; null where nothing is there, it cannot be looked at, or links lead in a circle.</returns>
    public static string? Of(string path)
    {
        try
        {
            return Follow(Path.IsPathRooted(path) ? path : Path.Combine(Environment.CurrentDirectory, path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Whether a path is the folder or lies below it. Both are without links.</summary>
    public static bool IsWithin(string path, string folder) =>
        path == folder || path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string? Follow(string path)
    {
        var (place, links) = (Path.GetPathRoot(path)!, 0);
        var ahead = new Stack<string>(Parts(path[place.Length..]));
        while (ahead.TryPop(out var part))
        {
            if (part == ".") continue;
            if (part == "..")
            {
                place = Path.GetDirectoryName(place) ?? place;
                continue;
            }

            var next = Path.Combine(place, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                place = next;
                continue;
            }

            if (++links > MostLinks) return null;
            var root = Path.IsPathRooted(target) ? Path.GetPathRoot(target)! : "";
            if (root.Length > 0) place = root;
            foreach (var step in Parts(target[root.Length..])) ahead.Push(step);
        }

        return Path.Exists(place) ? place : null;
    }

    /// <summary>Last first.</summary>
    private static IEnumerable<string> Parts(string path) =>
        path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Reverse();
}
