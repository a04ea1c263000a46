namespace Investigator.Engine.Core;

/// <summary>A stored file that is not as it was written: a disk, a copy or a program changed it, cut it short or removed it. Nothing is read from it.</summary>
/// <param name="path">The file.</param>
/// <param name="problem">What is wrong with it.</param>
/// <param name="value">What is there, where that says something.</param>
public sealed class DamagedFileException(string path, string problem, string? value = null) : InputException(
    $"{problem} (in the folder {Folder(path)})",
    path,
    value: value,
    expected: "the file as it was written: restore the folder from a backup, or make it anew (start the run again, load the data again)")
{
    /// <summary>Where the file is, whole.</summary>
    public string Path { get; } = path;

    /// <summary>The file's name and what is wrong with it, without what to do.</summary>
    public string Brief { get; } = $"{System.IO.Path.GetFileName(path)}: {problem}";

    // Enough to find it by; where the data folder lies is not for every page to tell.
    private static string Folder(string path)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path)) ?? "";
        return System.IO.Path.Combine(System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(folder)) ?? "", System.IO.Path.GetFileName(folder));
    }
}
