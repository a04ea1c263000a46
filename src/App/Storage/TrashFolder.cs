using System.Globalization;
using Investigator.Engine.Core;

namespace Investigator.Storage;

/// <summary>Leftovers put aside in <c>trash/DATE/</c>, and removed from there after a while. Whatever else lies in the trash is left alone.</summary>
public sealed class TrashFolder(DataFolder data, TimeProvider clock)
{
    /// <summary>How long a leftover stays.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);

    /// <returns>Where it is now.</returns>
    public string Put(OwnedFolder leftover)
    {
        OwnedFolder.Make(data.Trash, FolderUse.Data);
        var now = clock.GetUtcNow();
        return leftover.MoveToTrash(Path.Combine(data.Trash, now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), now);
    }

    /// <summary>Removes what this installation put here longer ago than the retention.</summary>
    /// <returns>How many folders were removed, and what could not be.</returns>
    public (int Removed, IReadOnlyList<string> Stuck) Empty()
    {
        var (removed, stuck) = (0, new List<string>());
        foreach (var day in Folders(data.Trash))
        {
            var before = removed;
            foreach (var entry in Folders(day).Select(data.FindOwned).OfType<OwnedFolder>())
            {
                if (entry is not { Use: FolderUse.Trash, Moved: { } moved } || clock.GetUtcNow() - moved <= Retention) continue;
                Try(entry.Path, () =>
                {
                    entry.Remove();
                    removed++;
                });
            }

            if (removed > before) Try(day, () => DeleteWhenEmpty(day));
        }

        return (removed, stuck);

        IReadOnlyList<string> Folders(string parent)
        {
            IReadOnlyList<string> found = [];
            if (Directory.Exists(parent)) Try(parent, () => found = Directory.GetDirectories(parent));
            return found;
        }

        void Try(string path, Action act)
        {
            try
            {
                act();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
            {
                // The last of them: its marker was changed or became unreadable in the meantime.
                stuck.Add(path);
            }
        }
    }

    private static void DeleteWhenEmpty(string day)
    {
        if (!Directory.EnumerateFileSystemEntries(day).Any()) Directory.Delete(day);
    }
}
