using System.Security.Cryptography;

namespace Investigator.App.Tests.Storage;

/// <summary>Every file below a folder by its content, to show that nothing was lost, moved or changed.</summary>
internal static class FolderHashes
{
    public static SortedDictionary<string, string> Of(string folder, Func<string, bool>? but = null) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => but?.Invoke(Path.GetFileName(path)) != true)
            .ToDictionary(path => Path.GetRelativePath(folder, path), path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))),
        StringComparer.Ordinal);

    /// <summary>What a process that works in a data folder holds open and changes.</summary>
    public static bool IsHeld(string name) => name == "lock" || name.StartsWith("investigator.db", StringComparison.Ordinal);
}
