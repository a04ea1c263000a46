using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>A file of a folder.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Name">Its path below the folder.</param>
internal sealed record FolderFile(string Path, string Name);

/// <summary>The files of a folder, and what the folders between say of them where that is asked for.</summary>
internal static class SourceFolder
{
    private const int MostFiles = 10_000;
    private const int Depth = 8;
    private const string NoValue = "__HIVE_DEFAULT_PARTITION__";

    /// <param name="path">The folder.</param>
    /// <param name="below">Whether the folders in it are read too.</param>
    /// <returns>In order of name; hidden ones and those beginning with _ are left out.</returns>
    /// <exception cref="InputException">None, too many, or one of another kind.</exception>
    public static List<FolderFile> Files(string path, bool below)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = below,
            MaxRecursionDepth = Depth,
            AttributesToSkip = below ? FileAttributes.ReparsePoint : 0,
        };
        var files = Directory.EnumerateFiles(path, "*", options).Select(f => new FolderFile(f, Path.GetRelativePath(path, f)))
            .Where(static f => IsShown(f.Name)).Take(MostFiles + 1).OrderBy(static f => f.Name, StringComparer.Ordinal).ToList();
        if (files.Count == 0)
        {
            var folders = !below && Directory.EnumerateDirectories(path).Any();
            throw new InputException("the folder holds no files", path, expected: folders
                ? "CSV or Parquet files; those in the folders below are read with format.partitions = true" : "CSV or Parquet files");
        }
        if (files.Count > MostFiles) throw new InputException($"the folder holds more than {Wording.Count(MostFiles)} files", path, expected: "fewer");
        if (files.Find(static f => !SourceEndings.IsSource(f.Name)) is { } odd)
        {
            throw new InputException("the folder holds a file of another kind", odd.Path, expected: $"only {string.Join(", ", SourceEndings.All)}");
        }

        return files;
    }

    /// <summary>A column for each folder above the file called <c>key=value</c>, but where the file has the column itself.</summary>
    public static IEnumerable<SourceColumn> Partitions(FolderFile file, IReadOnlyList<string> columns) =>
        file.Name.Split(Path.DirectorySeparatorChar).SkipLast(1).Select(static part => part.Split('=', 2)).Where(p => p.Length == 2 && !columns.Contains(p[0]))
            .Select(static p => p[1] == NoValue ? SourceUnion.Absent(p[0]) : Constant(p[0], Uri.UnescapeDataString(p[1])));

    private static SourceColumn Constant(string name, string value) => new(name, $"{Tables.Sql.Text(value)}::VARCHAR", Constant: value);

    private static bool IsShown(string name) => name.Split(Path.DirectorySeparatorChar).All(static part => part[0] is not ('.' or '_'));
}
