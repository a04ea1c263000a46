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
    /// <returns>Folders removed.</returns>
    public int Empty()
    {
        if (!Directory.Exists(data.Trash)) return 0;
        var removed = 0;
        foreach (var day in Directory.GetDirectories(data.Trash))
        {
            foreach (var entry in Directory.GetDirectories(day).Select(data.FindOwned).OfType<OwnedFolder>())
            {
                if (entry is not { Use: FolderUse.Trash, Moved: { } moved } || clock.GetUtcNow() - moved <= Retention) continue;
                entry.Remove();
                removed++;
            }

            if (removed > 0 && !Directory.EnumerateFileSystemEntries(day).Any()) Directory.Delete(day);
        }

        return removed;
    }
}
