using Investigator.Engine.Core;

namespace Investigator.Engine.Runs;

/// <summary>Takes a finished work folder to the place that was asked for.</summary>
public static class ResultFiles
{
    /// <summary>What tells a folder of results that was written before folders were marked.</summary>
    public static IReadOnlyList<string> Earlier { get; } = [StoredFiles.Members.Name, StoredFiles.Record.Name];

    /// <summary>Takes everything out of a finished work folder but what is to be kept, and puts it in the target's place. A new or empty target appears whole;
    /// in one that is replaced, the run's record goes first and comes last.</summary>
    /// <exception cref="InputException">The target holds something and <paramref name="force"/> was not given.</exception>
    public static void MoveTo(string work, string target, bool force, Retention keep)
    {
        RefuseOccupied(target, force, Earlier);
        var owned = OwnedFolder.Find(work) ?? throw new InputException($"the folder {work} is no run's work folder", expected: "the folder of a finished run");
        owned.Keep();
        var (from, to) = (new RunFolder(work), new RunFolder(target));
        foreach (var folder in Directory.GetDirectories(work).Where(f => f != from.Dataset.Path)) Directory.Delete(folder, recursive: true);
        string[] stay = [.. StoredFiles.OfRun.Where(f => f.Level <= keep).Select(static f => f.Name), OwnedFolder.MarkerName];
        foreach (var file in Directory.GetFiles(work).Where(f => !stay.Contains(Path.GetFileName(f)))) File.Delete(file);
        if (!OwnedFolder.IsVacant(target))
        {
            // Marked first: a kill in the middle of this leaves a folder that the same command may replace again.
            OwnedFolder.Mark(target, FolderUse.Kept, owned.Installation);
            Replace(from, to);
            return;
        }

        if (Directory.Exists(target))
        {
            File.Delete(Path.Combine(target, OwnedFolder.MarkerName));
            Directory.Delete(target);
        }

        Directory.Move(work, target);
    }

    /// <summary>Lets a command write into a new or empty folder, and with <paramref name="force"/> into one that it wrote before.</summary>
    /// <param name="target">Where it wants to write.</param>
    /// <param name="force">Whether what is there may be replaced.</param>
    /// <param name="earlier">Files that together tell a folder that the command wrote before folders were marked.</param>
    /// <exception cref="InputException">The target holds something and <paramref name="force"/> was not given, or what it holds is someone else's.</exception>
    public static void RefuseOccupied(string target, bool force, IReadOnlyList<string> earlier)
    {
        if (File.Exists(target)) throw new InputException($"{target} is a file", expected: "a folder for the results");
        if (OwnedFolder.IsVacant(target)) return;
        if (!force) throw new InputException($"the folder {target} is not empty", expected: "an empty or new folder, or --force to replace the results in it");
        if (OwnedFolder.Find(target) is not { Use: FolderUse.Kept } && !earlier.All(name => File.Exists(Path.Combine(target, name))))
        {
            throw new InputException(
                $"the folder {target} holds files that Investigator did not write, so --force does not replace them",
                expected: "an empty or new folder, or one that this command wrote before");
        }
    }

    /// <summary>Puts one run's files where another's are. What the former run kept and this one does not is dropped: it would be read as this one's.</summary>
    private static void Replace(RunFolder from, RunFolder to)
    {
        File.Delete(StoredFiles.Record.In(to.Path));
        foreach (var file in StoredFiles.OfRun)
        {
            File.Delete(file.In(to.Path));
            if (file.FormerName is { } former) File.Delete(Path.Combine(to.Path, former));
        }

        if (to.Dataset.Exists) to.Dataset.Delete();
        if (from.Dataset.Exists) from.Dataset.MoveTo(to.Dataset);
        foreach (var file in StoredFiles.OfRun.Where(f => f.ExistsIn(from.Path))) File.Move(file.In(from.Path), file.In(to.Path), overwrite: true);
    }
}
