using System.Collections.Concurrent;
using Investigator.Engine.Core;

namespace Investigator.Engine.Integrity;

/// <summary>
/// The gate before every stored file: it is compared with its folder's manifest when this process first opens it, and again when it was replaced since.
/// A folder without a manifest is one that is still being made, or of a version before there was one: its files pass.
/// </summary>
public static class FileCheck
{
    private static readonly ConcurrentDictionary<string, Checked> Files = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, Known> Manifests = new(StringComparer.Ordinal);

    /// <summary>The path, once the file is known to be as it was written.</summary>
    /// <returns>The path as given; also where there is no such file and the folder never had one.</returns>
    /// <exception cref="DamagedFileException">The file, or the manifest, was changed, cut short or removed.</exception>
    public static string Require(string path)
    {
        var full = Path.GetFullPath(path);
        if (ManifestOf(Path.GetDirectoryName(full)!)?.Files.FirstOrDefault(f => f.Name == Path.GetFileName(full)) is not { } written) return path;
        var stamp = Stamp.Of(full);
        var check = Files.AddOrUpdate(full, _ => New(), (_, known) => known.Stamp == stamp && known.Written == written ? known : New());
        return check.Problem.Value is { } problem ? throw new DamagedFileException(full, problem) : path;

        Checked New() => new(stamp, written, new Lazy<string?>(() => Manifest.Compare(full, written, contents: true)));
    }

    /// <summary>The same for a file that a folder may lack.</summary>
    /// <returns>Null where the folder was written without it.</returns>
    /// <exception cref="DamagedFileException">As above; also where the folder had the file and lost it.</exception>
    public static string? Find(string path)
    {
        Require(path);
        return File.Exists(path) ? path : null;
    }

    /// <summary>The files of a folder that are not as they were written; the manifest itself where that is damaged.</summary>
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
    }

    private static Manifest? ManifestOf(string folder)
    {
        var stamp = Stamp.Of(KnownFiles.Manifest.In(folder));
        return Manifests.AddOrUpdate(folder, _ => New(), (_, known) => known.Stamp == stamp ? known : New()).Manifest.Value;

        Known New() => new(stamp, new Lazy<Manifest?>(() => Manifest.Find(folder), LazyThreadSafetyMode.PublicationOnly));
    }

    /// <summary>Tells a file from one that replaced it.</summary>
    private readonly record struct Stamp(long Bytes, DateTime Written, DateTime Created)
    {
        public static Stamp Of(string path)
        {
            var file = new FileInfo(path);
            return file.Exists ? new Stamp(file.Length, file.LastWriteTimeUtc, file.CreationTimeUtc) : new Stamp(-1, default, default);
        }
    }

    private sealed record Checked(Stamp Stamp, FileSum Written, Lazy<string?> Problem);

    private sealed record Known(Stamp Stamp, Lazy<Manifest?> Manifest);
}
