using Investigator.Engine.Core;
using Investigator.Storage;

namespace Investigator.Datasets;

/// <summary>A file, or a folder of files, that a page offers to load.</summary>
/// <param name="Id">What pages and links call it: an upload's id, or the name of an allowed folder and the way from there.</param>
/// <param name="Name">For people.</param>
/// <param name="Bytes">Of a folder, of all its files together.</param>
/// <param name="Files">How many files a folder holds; null for a file.</param>
public sealed record OfferedSource(string Id, string Name, long Bytes, int? Files = null);

/// <summary>What was found of the files that pages offer.</summary>
/// <param name="Sources">By id.</param>
/// <param name="IsWhole">Whether those are all; otherwise there are more.</param>
public sealed record SourceListing(IReadOnlyList<OfferedSource> Sources, bool IsWhole);

/// <summary>What pages may read: uploads, and regular files in the allowed folders. Whoever reaches the app can make it read these and nothing else.</summary>
/// <remarks>Links are followed first, and only then is it asked where the file lies; whoever reads it holds it there (HeldFile), so that
/// exchanging it meanwhile opens no other. A folder that holds links is not allowed. Nothing of a data folder but its <c>imports/</c> is allowed, whatever
/// folder was named. What is not there and what is not allowed get the same answer.</remarks>
public sealed class AllowedSources
{
    private const int MostListed = 500;
    private const int DepthListed = 3;

    private readonly UploadedFiles _uploads;
    private readonly Dictionary<string, string> _roots = [];

    /// <param name="data">Its <c>imports/</c> is always allowed.</param>
    /// <param name="uploads">Those too.</param>
    /// <param name="settings">Further folders.</param>
    public AllowedSources(DataFolder data, UploadedFiles uploads, SourceSettings settings)
    {
        _uploads = uploads;
        foreach (var folder in settings.Folders.Prepend(data.Imports).Select(Path.GetFullPath).Select(Path.TrimEndingDirectorySeparator).Distinct())
        {
            var name = Path.GetFileName(folder) is { Length: > 0 } own ? own : "files";
            var free = name;
            for (var i = 2; _roots.ContainsKey(free); i++) free = FormattableString.Invariant($"{name}-{i}");
            _roots[free] = folder;
        }
    }

    /// <summary>The allowed folders, the data folder's own first.</summary>
    public IReadOnlyList<string> Folders => [.. _roots.Values];

    /// <summary>Where a source lies, links followed. Ask again whenever it is really opened, and open it held: a link may have changed.</summary>
    /// <exception cref="InputException">There is no such source, or it is not allowed.</exception>
    public string Resolve(string id) => Find(id) ?? throw new InputException(
        "there is no such file among those that may be loaded here", value: SourceName.Shown(id),
        expected: $"an upload, or a file in {string.Join(" or ", Folders)}");

    /// <returns>Null for what <see cref="Resolve"/> refuses.</returns>
    public OfferedSource? Describe(string id)
    {
        try
        {
            return Find(id) is not { } path ? null
                : File.Exists(path) ? new OfferedSource(id, SourceName.Shown(Path.GetFileName(path)), new FileInfo(path).Length)
                : DescribeFolder(id, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // it went while it was looked at
        }
    }

    /// <summary>What lies in the allowed folders: the first 500 in order of name. Links to folders are not followed, so that nothing is found twice; what
    /// cannot be looked at, or goes meanwhile, is left out.</summary>
    public SourceListing List(CancellationToken cancel = default)
    {
        var found = new List<OfferedSource>();
        foreach (var (name, root) in _roots)
        {
            foreach (var path in Walk(root, DepthListed))
            {
                cancel.ThrowIfCancellationRequested();
                var id = name + "/" + Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');
                if (Describe(id) is not { } source || !(source.Files > 0 || (source.Files is null && SourceName.IsSource(source.Name)))) continue;
                if (found.Count == MostListed) return Listing(isWhole: false);
                found.Add(source);
            }
        }

        return Listing(isWhole: true);

        SourceListing Listing(bool isWhole) => new([.. found.OrderBy(static s => s.Id, StringComparer.OrdinalIgnoreCase)], isWhole);
    }

    private static IEnumerable<string> Walk(string folder, int depth)
    {
        foreach (var entry in Entries(folder))
        {
            var isFolder = entry is DirectoryInfo;
            if (isFolder && entry.Attributes.HasFlag(FileAttributes.ReparsePoint)) continue;
            yield return entry.FullName;
            if (!isFolder || depth == 0) continue;
            foreach (var below in Walk(entry.FullName, depth - 1)) yield return below;
        }
    }

    private static List<FileSystemInfo> Entries(string folder)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos("*", new EnumerationOptions { IgnoreInaccessible = true })
                .OrderBy(static e => e.Name, StringComparer.OrdinalIgnoreCase)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static OfferedSource DescribeFolder(string id, string path)
    {
        var files = Directory.EnumerateFiles(path).Where(SourceName.IsSource).ToList();
        return new OfferedSource(id, SourceName.Shown(Path.GetFileName(path)) + "/", files.Sum(static f => new FileInfo(f).Length), files.Count);
    }

    private static bool MayBeRead(string path, string root) => RealPath.IsWithin(path, root) && DataFolderAdmission.IsImportOrOutside(path);

    private string? Find(string id)
    {
        if (_uploads.Find(id) is { } upload) return RealPath.Of(upload);
        var slash = id.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !_roots.TryGetValue(id[..slash], out var named) || RealPath.Of(named) is not { } root) return null;
        try
        {
            if (RealPath.Of(Path.Combine(root, id[(slash + 1)..])) is not { } path || !MayBeRead(path, root)) return null;
            if (!Directory.Exists(path)) return RegularFile.Is(path) ? path : null;
            return Directory.EnumerateFiles(path).All(f => RegularFile.Is(f) && RealPath.Of(f) == f && MayBeRead(f, root)) ? path : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
