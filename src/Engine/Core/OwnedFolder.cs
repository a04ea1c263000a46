using System.Globalization;

namespace Investigator.Engine.Core;

/// <summary>What a folder of ours is for; decides what may be done with it.</summary>
public enum FolderUse
{
    /// <summary>People's data and what was computed for them: never moved or removed.</summary>
    Data,

    /// <summary>Work in progress: after a crash it is a leftover.</summary>
    Work,

    /// <summary>A finished result.</summary>
    Kept,

    /// <summary>Put aside, to be removed after a while.</summary>
    Trash,
}

/// <summary>A folder that Investigator made, told from every other by a marker file in it. Nothing but such a folder is ever moved or removed whole.</summary>
public sealed class OwnedFolder
{
    public const string MarkerName = ".investigator";

    private static readonly string[] Begun =
        [MarkerName, MarkerName + DurableFiles.NewSuffix, KnownFiles.Work.Name + DurableFiles.NewSuffix, "lost+found"];

    private const string Head = "Investigator made this folder, and may move or remove it when it is done with it.";

    private OwnedFolder(string path, string installation, FolderUse use, DateTimeOffset? moved, bool isSealed = false)
    {
        IsSealed = isSealed;
        Path = path;
        Installation = installation;
        Use = use;
        Moved = moved;
    }

    public string Path { get; }

    /// <summary>Which installation made it: another one leaves it alone.</summary>
    public string Installation { get; }

    public FolderUse Use { get; private set; }

    /// <summary>Whether the folder had a manifest when it was marked last: one that is gone since is damage.</summary>
    public bool IsSealed { get; }

    /// <summary>When it was put into the trash.</summary>
    public DateTimeOffset? Moved { get; private set; }

    /// <summary>Makes and marks a folder, or finds the one that a process before made.</summary>
    /// <param name="path">New, empty or marked already; parents are made.</param>
    /// <param name="use">What a new one is for.</param>
    /// <param name="installation">Whose a new one is; by default that of the nearest marked folder above, else one of its own.</param>
    /// <exception cref="InputException">The folder holds something and bears no marker.</exception>
    public static OwnedFolder Make(string path, FolderUse use = FolderUse.Work, string? installation = null)
    {
        if (Find(path) is { } known) return known;
        if (!IsVacant(path)) throw new InputException($"the folder {path} holds files and Investigator did not make it", expected: "an empty or new folder");
        try
        {
            return Mark(path, use, installation);
        }
        catch (IOException)
        {
            // A full disk: no folder stays that no one could tell as ours.
            File.Delete(System.IO.Path.Combine(path, MarkerName + DurableFiles.NewSuffix));
            if (Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any()) Directory.Delete(path);
            throw;
        }
    }

    /// <summary>Marks a folder whatever it holds: for the caller to know that it is ours.</summary>
    public static OwnedFolder Mark(string path, FolderUse use, string? installation = null)
    {
        Directory.CreateDirectory(path);
        var folder = new OwnedFolder(path, installation ?? Above(path) ?? Guid.NewGuid().ToString("N"), use, null);
        folder.Write();
        return folder;
    }

    /// <returns>Null where there is no such folder or it bears no readable marker: what cannot be told as ours is left alone.</returns>
    public static OwnedFolder? Find(string path)
    {
        var parts = Lines(System.IO.Path.Combine(path, MarkerName)).Select(static line => line.Split(": ", 2)).Where(static part => part.Length == 2);
        var fields = parts.DistinctBy(static part => part[0]).ToDictionary(static part => part[0], static part => part[1]);
        if (!fields.TryGetValue("installation", out var installation) || !Enum.TryParse<FolderUse>(fields.GetValueOrDefault("use"), out var use)) return null;
        var dated = DateTimeOffset.TryParse(fields.GetValueOrDefault("moved"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var moved);
        return new OwnedFolder(path, installation, use, dated ? moved : null, fields.ContainsKey("sealed"));
    }

    /// <summary>Whether there is no such folder or nothing of anyone's in it: a marker, and what a file system keeps in its top folder, do not count.</summary>
    public static bool IsVacant(string path) => !Directory.Exists(path) || !Entries(path).Any();

    /// <summary>Removes a folder that a kill left between its making and its marking: it bears no mark and holds nothing.</summary>
    /// <returns>Whether it was such a one.</returns>
    public static bool RemoveUnmarked(string path)
    {
        if (File.Exists(System.IO.Path.Combine(path, MarkerName)) || !IsVacant(path)) return false;
        File.Delete(System.IO.Path.Combine(path, MarkerName + DurableFiles.NewSuffix));
        if (Directory.EnumerateFileSystemEntries(path).Any()) return false;
        Directory.Delete(path);
        return true;
    }

    /// <summary>From now on it is a finished result, and one whose manifest is missed where it has one.</summary>
    public void Keep()
    {
        if (Use == FolderUse.Kept && (IsSealed || !KnownFiles.Manifest.ExistsIn(Path))) return;
        Use = FolderUse.Kept;
        Write();
    }

    /// <summary>Moves it into another folder, where it may be removed later.</summary>
    /// <returns>Where it is now.</returns>
    public string MoveToTrash(string trash, DateTimeOffset now)
    {
        Refuse(FolderUse.Data);
        (Use, Moved) = (FolderUse.Trash, now);
        Write();
        Directory.CreateDirectory(trash);
        var name = System.IO.Path.GetFileName(Path);
        var place = System.IO.Path.Combine(trash, name);
        for (var i = 2; Directory.Exists(place); i++) place = System.IO.Path.Combine(trash, string.Create(CultureInfo.InvariantCulture, $"{name}-{i}"));
        Directory.Move(Path, place);
        return place;
    }

    /// <summary>Removes it and all it holds.</summary>
    public void Remove()
    {
        Refuse(FolderUse.Data);
        Directory.Delete(Path, recursive: true);
    }

    /// <summary>Removes all it holds; the marker stays.</summary>
    public void Clear()
    {
        Refuse(FolderUse.Data);
        foreach (var entry in Entries(Path).ToList())
        {
            if (Directory.Exists(entry)) Directory.Delete(entry, recursive: true);
            else File.Delete(entry);
        }
    }

    // A kill in the middle of the first write into a folder leaves that write's unfinished file and nothing else.
    private static IEnumerable<string> Entries(string path) =>
        Directory.EnumerateFileSystemEntries(path).Where(static e => !Begun.Contains(System.IO.Path.GetFileName(e)));

    private static string[] Lines(string marker)
    {
        try
        {
            return File.Exists(marker) ? File.ReadAllLines(marker) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string? Above(string path)
    {
        for (var parent = Directory.GetParent(System.IO.Path.GetFullPath(path)); parent is not null; parent = parent.Parent)
        {
            if (Find(parent.FullName) is { } owner) return owner.Installation;
        }

        return null;
    }

    // The marker is read again: what was ours when it was found may have been replaced since.
    private void Refuse(FolderUse never)
    {
        if (Use == never || Find(Path)?.Installation != Installation) throw new InvalidOperationException($"{Path} is not ours to move or remove");
    }

    private void Write()
    {
        string[] date = Moved is { } moved ? [$"moved: {moved:O}"] : [];
        string[] seal = IsSealed || KnownFiles.Manifest.ExistsIn(Path) ? ["sealed: yes"] : [];
        string[] lines = [Head, $"installation: {Installation}", $"use: {Use}", .. date, .. seal];
        var marker = System.IO.Path.Combine(Path, MarkerName);
        DurableFiles.Replace(marker, path => File.WriteAllLines(path, lines));
    }
}
