using System.IO.Compression;
using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>Which files of a zip archive are the table.</summary>
internal static class ArchiveChoice
{
    private const int MostEntries = 10_000;
    private const int MostShown = 20;

    /// <summary>Names of the entries that may be tables; or of the one that is named.</summary>
    /// <exception cref="InputException">None, too many, or locked with a password.</exception>
    public static List<string> Tables(ZipArchive archive, string path, string? named)
    {
        if (archive.Entries.Count > MostEntries)
        {
            throw new InputException($"the archive holds more than {Wording.Count(MostEntries)} files", path, expected: "the files of one table");
        }
        var files = archive.Entries.Where(static e => e.FullName.Length > 0 && e.FullName[^1] is not ('/' or '\\') && IsShown(e.FullName)).ToList();
        if (named is not null)
        {
            var found = files.FindAll(e => e.FullName == named || e.Name == named);
            if (found.Count == 1) return [Unlocked(found[0], path)];
            throw new InputException(found.Count == 0 ? "the archive has no such file in it" : "the archive has several files of this name", path, value: named,
                expected: string.Join(", ", files.Select(static e => e.FullName).Take(MostShown)));
        }

        var tables = files.FindAll(static e => SourceEndings.IsSource(e.FullName));
        // Beside tables a text is a note.
        if (tables.Exists(static e => !IsText(e))) tables.RemoveAll(IsText);
        if (tables.Count == 0)
        {
            throw new InputException("the archive holds no table", path,
                value: files.Count == 0 ? null : string.Join(", ", files.Select(static e => e.FullName).Take(5)),
                expected: $"files that end in {string.Join(", ", SourceEndings.Last)}");
        }

        // An entry is opened by its name: of two that are called alike the first would be read twice.
        foreach (var twice in tables.CountBy(static e => e.FullName).Where(static n => n.Value > 1))
        {
            throw new InputException("the archive has several files of this name", path, value: twice.Key, expected: "each name once");
        }
        return [.. tables.Select(e => Unlocked(e, path)).Order(StringComparer.Ordinal)];
    }

    /// <summary>The files that are one table: all where their columns are the same, else the largest, which is then to be confirmed.</summary>
    /// <param name="files">All that may be.</param>
    /// <param name="table">transactions or events.</param>
    public static IReadOnlyList<SourceFile> Choose(IReadOnlyList<SourceFile> files, string table)
    {
        var groups = files.GroupBy(static f => (f.Kind, string.Join('\n', f.Columns.Order(StringComparer.Ordinal))))
            .Select(static g => (Files: g.ToList(), Bytes: g.Sum(static f => f.Bytes))).OrderByDescending(static g => g.Bytes).ToList();
        if (groups.Count == 1) return files;
        foreach (var file in groups.Skip(1).SelectMany(static g => g.Files)) file.Dispose();
        var entries = groups.SelectMany(static g => g.Files).Select(static f => f.Layout.Entry!).Take(MostShown).ToList();
        var advice = new Advice(AdviceLevel.Decide, table, null,
            $"The archive holds files with different columns: {Wording.Listed([.. entries.Select(static e => Wording.Quoted(e, 60))])}")
        {
            Remedies = [.. entries.Select(e => Remedy.OfFormat(table, $"File {Wording.Quoted(e, 60)}", $"entry = \"{e}\"", f => f with { Entry = e }))],
        };
        return [.. groups[0].Files.Select((f, i) => i == 0 ? f with { Advice = [advice, .. f.Advice] } : f)];
    }

    private static string Unlocked(ZipArchiveEntry entry, string path) => !entry.IsEncrypted ? entry.FullName
        : throw new InputException("the archive is locked with a password", path, value: entry.FullName, expected: "one without a password");

    private static bool IsText(ZipArchiveEntry entry) => SourceEndings.IsNote(entry.Name);

    /// <summary>Not what an operating system adds. Where a name leads makes no difference, for nothing is written under it.</summary>
    private static bool IsShown(string name) => name.Split('/', '\\').All(static part =>
        part is "" or "." or ".." || (part[0] != '.' && part is not ("__MACOSX" or "Thumbs.db" or "desktop.ini")));
}
