using System.Collections.Concurrent;
using Investigator.Engine.Core;

namespace Investigator.Engine.Integrity;

/// <summary>
/// The gate before every stored file: it is compared with its folder's manifest when this process first opens it, and again when it was replaced since.
/// A folder without a manifest is one that is still being made, or of a version before there was one: its files pass.
/// </summary>
public static class FileCheck
{
    private static readonly ComparedFiles Files = new(TimeProvider.System);
    private static readonly ConcurrentDictionary<string, Known> Manifests = new(StringComparer.Ordinal);

    /// <summary>The path, once the file is known to be as it was written.</summary>
    /// <returns>The path as given; also where there is no such file and the folder never had one.</returns>
    /// <exception cref="DamagedFileException">The file, or the manifest, was changed, cut short or removed, or cannot be read.</exception>
    public static string Require(string path)
    {
        var full = Path.GetFullPath(path);
        if (ManifestOf(Path.GetDirectoryName(full)!)?.Files.FirstOrDefault(f => f.Name == Path.GetFileName(full)) is not { } written) return path;
        return Files.ProblemOf(full, written) is { } problem ? throw new DamagedFileException(full, problem) : path;
    }

    /// <summary>Whether the folder's manifest lists a file, whatever became of it; in a folder without one, whether it is there.</summary>
    /// <exception cref="DamagedFileException">The manifest is damaged or lost.</exception>
    public static bool IsListed(string path)
    {
        var full = Path.GetFullPath(path);
        return ManifestOf(Path.GetDirectoryName(full)!) is { } manifest ? manifest.Files.Any(f => f.Name == Path.GetFileName(full)) : File.Exists(full);
    }

    /// <summary>Compares a file with a hash that is stored elsewhere than in a manifest; it too is read through once.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sha256">As <see cref="FileSum.Sha256"/>.</param>
    /// <returns>What is wrong with the file; null where nothing is.</returns>
    public static string? ProblemOf(string path, string sha256)
    {
        var file = new FileInfo(path);
        return file.Exists ? Files.ProblemOf(file.FullName, new FileSum(file.Name, file.Length, sha256)) : "the file is missing";
    }

    /// <summary>The same for a file that a folder may lack.</summary>
    /// <returns>Null where the folder was written without it.</returns>
    /// <exception cref="DamagedFileException">As above; also where the folder had the file and lost it.</exception>
    public static string? Find(string path)
    {
        Require(path);
        return File.Exists(path) ? path : null;
    }

    /// <summary>The files of a folder that are not as they were written; the manifest itself where that is damaged or cannot be used.</summary>
    /// <param name="folder">A finished folder; one without a manifest has nothing to tell by.</param>
    /// <param name="contents">Whether to read the files through; otherwise lengths alone are compared.</param>
    /// <param name="cancel">Stops between two files.</param>
    public static IReadOnlyList<DamagedFileException> DamageIn(string folder, bool contents, CancellationToken cancel = default)
    {
        try
        {
            return Manifest.Find(folder)?.Damage(folder, contents, cancel).ToList() ?? [];
        }
        catch (DamagedFileException e)
        {
            return [e];
        }
        catch (Exception e) when (e is InputException || UnreadableFile.Is(e))
        {
            return [new DamagedFileException(KnownFiles.Manifest.In(folder), e is InputException refused ? refused.Problem : UnreadableFile.Words(e))];
        }
    }

    private static Manifest? ManifestOf(string folder)
    {
        var stamp = FileStamp.Of(KnownFiles.Manifest.In(folder));
        return Manifests.AddOrUpdate(folder, _ => New(), (_, known) => known.Stamp == stamp ? known : New()).Manifest.Value;

        // Of those that run at once one counts, and what could not be read is read again.
        Known New() => new(stamp, new Lazy<Manifest?>(() => Manifest.Find(folder), LazyThreadSafetyMode.PublicationOnly));
    }

    private sealed record Known(FileStamp Stamp, Lazy<Manifest?> Manifest);
}
