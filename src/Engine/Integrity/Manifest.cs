using Investigator.Engine.Core;

namespace Investigator.Engine.Integrity;

/// <summary>What the files of a finished folder are, by size and hash (<c>manifest.json</c>): by it a damaged one is told.</summary>
/// <remarks>
/// It is written when the folder is complete, before the move or the record that makes it count, and bears a hash of itself. Folders of versions before it have
/// none: their files are read as they are, and <c>verify</c> says so.
/// </remarks>
public sealed record Manifest
{
    private const int CurrentFormat = 1;

    /// <summary>Of the manifest itself.</summary>
    public int Format { get; init; } = CurrentFormat;

    public required IReadOnlyList<FileSum> Files { get; init; }

    /// <summary>
    /// Makes a finished folder safe: its files are flushed to the disk and read through, and the manifest that lists them is written beside them.
    /// </summary>
    /// <param name="folder">Where they lie.</param>
    /// <param name="paths">Files in it; those that do not exist are passed over.</param>
    public static void Seal(string folder, IEnumerable<string> paths)
    {
        var files = paths.Where(File.Exists).ToList();
        foreach (var file in files) DurableFiles.FlushFile(file);
        new Manifest { Files = [.. files.Select(FileSum.Of)] }.Write(folder);
    }

    /// <returns>Null in a folder that never had one.</returns>
    /// <exception cref="DamagedFileException">It is not as it was written, or is lost.</exception>
    /// <exception cref="InputException">A newer version wrote it.</exception>
    public static Manifest? Find(string folder)
    {
        var path = KnownFiles.Manifest.In(folder);
        if (!File.Exists(path)) return OwnedFolder.Find(folder) is { IsSealed: true } ? throw new DamagedFileException(path, "the file is missing") : null;
        var manifest = SealedJson.Read<Manifest>(path);
        if (manifest.Format <= CurrentFormat) return manifest;
        throw new InputException(
            "a newer version of Investigator wrote this folder", path, column: "format", value: $"{manifest.Format}",
            expected: $"at most {CurrentFormat}: use that version");
    }

    /// <summary>Whether a folder has one, or had.</summary>
    public static bool IsIn(string folder) => KnownFiles.Manifest.ExistsIn(folder) || OwnedFolder.Find(folder) is { IsSealed: true };

    /// <summary>Writes it into the folder, in place of any that is there.</summary>
    public void Write(string folder) => DurableFiles.Replace(KnownFiles.Manifest.In(folder), path => SealedJson.Write(path, this));

    /// <summary>The files that are not as they were written.</summary>
    /// <param name="folder">Where they are.</param>
    /// <param name="contents">Whether to read them through; otherwise lengths alone are compared.</param>
    /// <param name="cancel">Stops between two files.</param>
    public IEnumerable<DamagedFileException> Damage(string folder, bool contents, CancellationToken cancel = default)
    {
        foreach (var file in Files)
        {
            cancel.ThrowIfCancellationRequested();
            var path = Path.Combine(folder, file.Name);
            if (Compare(path, file, contents) is { } problem) yield return new DamagedFileException(path, problem);
        }
    }

    /// <returns>What is wrong with a file, also that it cannot be read; null where nothing is.</returns>
    internal static string? Compare(string path, FileSum written, bool contents)
    {
        try
        {
            return Difference(path, written, contents);
        }
        catch (Exception e) when (UnreadableFile.Is(e))
        {
            return UnreadableFile.Words(e);
        }
    }

    /// <returns>How a file differs from what was written; null where it does not.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    internal static string? Difference(string path, FileSum written, bool contents)
    {
        var found = new FileInfo(path);
        if (!found.Exists) return "the file is missing";
        if (found.Length == 0 && written.Bytes > 0) return $"the file is empty and was written with {Wording.Count(written.Bytes)} bytes";
        if (found.Length != written.Bytes) return $"the file has {Wording.Count(found.Length)} bytes and was written with {Wording.Count(written.Bytes)}";
        return contents && FileSum.Of(path).Sha256 != written.Sha256 ? "the file's contents were changed since it was written" : null;
    }
}
