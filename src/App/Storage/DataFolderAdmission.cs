using Investigator.Engine.Core;

namespace Investigator.Storage;

/// <summary>Which folders may become or be a data folder: new and empty ones, our own marked ones, and those that the version before the marker made.</summary>
internal static class DataFolderAdmission
{
    /// <summary>Looks, and changes nothing.</summary>
    /// <exception cref="InputException">The folder holds what Investigator did not make.</exception>
    public static void Require(string path, FolderUse use)
    {
        if (File.Exists(path)) throw new InputException($"{path} is a file", expected: "a folder");
        if (IsNew(path)) return;
        if (OwnedFolder.Find(path) is { } owned)
        {
            if (owned.Use != use) throw new InputException($"the folder {path} is {Words(owned.Use)}", expected: $"{Words(use)}, or a new or empty folder");
            return;
        }

        if (use == FolderUse.Data && EarlierDataFolder.IsOne(path)) return;
        throw new InputException(
            $"the folder {path} holds files and Investigator did not make it ({Examples(Directory.EnumerateFileSystemEntries(path).Select(Path.GetFileName))})",
            expected: "an empty or new folder: nothing in this one was changed");
    }

    /// <summary>A data folder's contents are the app's: a command does not write its results among them.</summary>
    /// <exception cref="InputException">The path is a data folder or lies in one.</exception>
    public static void RefuseInside(string path)
    {
        foreach (var folder in FoldersOver(Path.GetFullPath(path)).Prepend(Path.GetFullPath(path)).Where(IsDataFolder))
        {
            throw new InputException($"the folder {path} lies in the data folder {folder}", expected: "a folder outside it: the app alone writes in there");
        }
    }

    /// <summary>Of what lies in a data folder, a page may load the files that a person put into its <c>imports/</c>, and nothing else.</summary>
    /// <param name="path">A file or folder, its links followed.</param>
    public static bool IsImportOrOutside(string path) => FoldersOver(path).Where(IsDataFolder).All(folder =>
    {
        var inside = Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar);
        return inside[0] == DataFolder.ImportsName || (inside[0] == EarlierDataFolder.DemoName && IsDataFolder(Path.Combine(folder, inside[0])));
    });

    /// <summary>Marks a folder that was found to be admissible and is locked by this process.</summary>
    /// <exception cref="InputException">It is a folder of the version before, with something in it that neither its database nor we know.</exception>
    public static OwnedFolder Mark(string path, FolderUse use)
    {
        if (OwnedFolder.Find(path) is { } known) return known;
        if (IsNew(path)) return OwnedFolder.Mark(path, use, Guid.NewGuid().ToString("N"));
        var earlier = EarlierDataFolder.Read(path);
        var strangers = earlier.Strangers();
        if (strangers.Count > 0)
        {
            throw new InputException(
                $"the data folder {path} holds what Investigator did not make: {Examples(strangers)}",
                expected: "only its own files: move the others elsewhere, and it is opened");
        }

        return earlier.Mark();
    }

    private static bool IsDataFolder(string path) => OwnedFolder.Find(path) is { Use: FolderUse.Data } || EarlierDataFolder.IsOne(path);

    private static IEnumerable<string> FoldersOver(string path)
    {
        for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder)) yield return folder;
    }

    // A folder in which a demo was made holds the demo's data folder and nothing else. A kill in the middle of the first start leaves an empty lock file.
    private static bool IsNew(string path) =>
        !Directory.Exists(path)
        || (!File.Exists(Path.Combine(path, OwnedFolder.MarkerName)) && Directory.EnumerateFileSystemEntries(path).All(static e => Path.GetFileName(e) switch
        {
            OwnedFolder.MarkerName + DurableFiles.NewSuffix or "lost+found" => true,
            DataFolder.LockName => new FileInfo(e) is { Exists: true, Length: 0 },
            EarlierDataFolder.DemoName => OwnedFolder.Find(e) is { Use: FolderUse.Data } || EarlierDataFolder.IsOne(e),
            _ => false,
        }));

    private static string Words(FolderUse use) => use switch
    {
        FolderUse.Data => "a data folder",
        FolderUse.Work => "the work folder of a command that was interrupted",
        FolderUse.Kept => "a folder of results",
        _ => "a folder in the trash",
    };

    private static string Examples(IEnumerable<string?> names)
    {
        var all = names.Order(StringComparer.Ordinal).ToList();
        return string.Join(", ", all.Take(5)) + (all.Count > 5 ? ", …" : "");
    }
}
