using Investigator.Engine.Core;

namespace Investigator.Engine.Runs;

/// <summary>Takes a finished work folder to the place that was asked for.</summary>
public static class ResultFiles
{
    /// <summary>Files that together tell a folder of results.</summary>
    public static IReadOnlyList<string> Signs { get; } = [KnownFiles.Members.Name, KnownFiles.Record.Name];

    /// <summary>Takes everything out of a finished work folder but what is to be kept, and puts it in the target's place. A new or empty target appears whole;
    /// in one that is replaced, the run's record goes first and comes last. After a kill, the same call goes on from there.</summary>
    /// <exception cref="InputException">The target holds something and <paramref name="force"/> was not given.</exception>
    public static void MoveTo(string work, string target, bool force, Retention keep)
    {
        var owned = OwnedFolder.Find(work) ?? throw new InputException($"the folder {work} is no run's work folder", expected: "the folder of a finished run");
        RefuseOccupied(target, force, Signs, owned.Installation);
        var (from, to) = (new RunFolder(work), new RunFolder(target));
        if (OwnedFolder.Find(from.Scratch) is { Use: FolderUse.Work } scratch) scratch.Remove();
        // In a work folder that is marked as a result already, by a call that was killed, what does not stay is gone.
        var forMap = owned.Use == FolderUse.Kept || (KnownFiles.Manifest.ExistsIn(work) && from.CanDrawMap);
        var files = KnownFiles.OfRun.Where(f => f.LevelIn(work) <= keep || (forMap && KnownFiles.MapSources.Contains(f)));
        string[] stay = [.. files.Select(static f => f.Name), KnownFiles.Manifest.Name, OwnedFolder.MarkerName];
        foreach (var file in Directory.GetFiles(work).Where(f => !stay.Contains(Path.GetFileName(f)))) File.Delete(file);
        if (!OwnedFolder.IsVacant(target))
        {
            // Once the work folder is marked as a result, the target holds nothing of the former run: what is there was moved before a kill.
            if (owned.Use != FolderUse.Kept || OwnedFolder.Find(target)?.Installation != owned.Installation)
            {
                OwnedFolder.Mark(target, FolderUse.Kept, owned.Installation);
                Drop(to);
                owned.Keep();
            }

            if (from.Dataset.Exists) from.Dataset.MoveTo(to.Dataset);
            if (KnownFiles.Manifest.ExistsIn(work)) File.Move(KnownFiles.Manifest.In(work), KnownFiles.Manifest.In(target), overwrite: true);
            OwnedFolder.Find(target)?.Keep(); // now that there is a manifest, to be missed
            foreach (var file in KnownFiles.OfRun.Where(f => f.ExistsIn(work))) File.Move(file.In(work), file.In(target), overwrite: true);
            DurableFiles.FlushFolder(target);
            return;
        }

        if (Directory.Exists(target))
        {
            File.Delete(Path.Combine(target, OwnedFolder.MarkerName));
            Directory.Delete(target);
        }

        owned.Keep();
        DurableFiles.FlushFolder(work);
        DurableFiles.MoveFolder(work, target);
    }

    /// <summary>Lets a command write into a new or empty folder, and with <paramref name="force"/> into one that it wrote before.</summary>
    /// <param name="target">Where it wants to write.</param>
    /// <param name="force">Whether what is there may be replaced.</param>
    /// <param name="signs">Files that together tell a folder that the command wrote.</param>
    /// <param name="installation">Whose mark tells a folder in which the command was replacing files when it was killed.</param>
    /// <exception cref="InputException">The target holds something and <paramref name="force"/> was not given, or what it holds is someone else's.</exception>
    public static void RefuseOccupied(string target, bool force, IReadOnlyList<string> signs, string? installation = null)
    {
        if (File.Exists(target)) throw new InputException($"{target} is a file", expected: "a folder for the results");
        if (OwnedFolder.IsVacant(target)) return;
        if (!force) throw new InputException($"the folder {target} is not empty", expected: "an empty or new folder, or --force to replace the results in it");
        var isHalfReplaced = OwnedFolder.Find(target) is { Use: FolderUse.Kept } owned && owned.Installation == installation;
        if (!isHalfReplaced && !signs.All(name => File.Exists(Path.Combine(target, name))))
        {
            throw new InputException(
                $"the folder {target} holds files that Investigator did not write, or not with this command, so --force does not replace them",
                expected: "an empty or new folder, or one that this command wrote before");
        }
    }

    /// <summary>Removes a former run's files, its record first: what it kept and the next one does not would be read as the next one's.</summary>
    private static void Drop(RunFolder former)
    {
        File.Delete(KnownFiles.Record.In(former.Path));
        File.Delete(KnownFiles.Manifest.In(former.Path));
        foreach (var file in KnownFiles.OfRun)
        {
            File.Delete(file.In(former.Path));
            if (file.FormerName is { } name) File.Delete(Path.Combine(former.Path, name));
        }

        if (Directory.Exists(former.Dataset.Path)) former.Dataset.Delete();
    }
}
