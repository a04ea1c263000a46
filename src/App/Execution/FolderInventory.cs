using Investigator.Engine.Core;
using Investigator.Runs;
using Investigator.Storage;

namespace Investigator.Execution;

/// <summary>The folders in a data folder, by what the database and their markers say of them.</summary>
/// <param name="Named">Datasets and finished runs that the database names.</param>
/// <param name="Leftovers">Ours and of no more use: unfinished loads, work of runs that ended, spilled data.</param>
/// <param name="Unnamed">Ours and once named by a database, but not by this one.</param>
/// <param name="Strange">Not this installation's.</param>
internal sealed record FolderInventory(
    IReadOnlyList<string> Named, IReadOnlyList<OwnedFolder> Leftovers, IReadOnlyList<OwnedFolder> Unnamed, IReadOnlyList<string> Strange)
{
    private enum Kind
    {
        Named,
        InUse,
        Leftover,
        Unnamed,
    }

    /// <param name="data">Where to look.</param>
    /// <param name="runs">Folder names of the database's runs, and how far these are.</param>
    /// <param name="datasets">Folder names of the database's datasets.</param>
    public static FolderInventory Take(DataFolder data, IReadOnlyDictionary<string, RunStatus> runs, IReadOnlySet<string> datasets)
    {
        var inventory = (Named: new List<string>(), Leftovers: new List<OwnedFolder>(), Unnamed: new List<OwnedFolder>(), Strange: new List<string>());
        Sort(data.Datasets, (name, use) => datasets.Contains(name) ? Kind.Named : use == FolderUse.Kept ? Kind.Unnamed : Kind.Leftover);
        Sort(data.Runs, (name, use) => Run(name, use, runs));
        Sort(data.Path, (name, use) => use != FolderUse.Work || IsClean(name) ? Kind.InUse : Kind.Leftover, strangersToo: false);
        return new FolderInventory(inventory.Named, inventory.Leftovers, inventory.Unnamed, inventory.Strange);

        bool IsClean(string name) => Path.Combine(data.Path, name) == data.Scratch && OwnedFolder.IsVacant(data.Scratch);

        void Sort(string parent, Func<string, FolderUse?, Kind> kindOf, bool strangersToo = true)
        {
            foreach (var path in Directory.GetDirectories(parent).Order(StringComparer.Ordinal))
            {
                var owned = data.FindOwned(path);
                var kind = kindOf(Path.GetFileName(path), owned?.Use);
                if (kind == Kind.Named) inventory.Named.Add(path);
                else if (kind == Kind.InUse) continue;
                else if (owned is null && strangersToo && HoldsSomething(path)) inventory.Strange.Add(path);
                else if (owned is not null && kind == Kind.Leftover) inventory.Leftovers.Add(owned);
                else if (owned is not null) inventory.Unnamed.Add(owned);
            }
        }
    }

    /// <summary>A folder that may not be looked into is someone's all the more.</summary>
    private static bool HoldsSomething(string path)
    {
        try
        {
            return !OwnedFolder.IsVacant(path);
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>A run's rows stay when it ends, so a work folder that no row names is of a run that this database does not know.</summary>
    private static Kind Run(string name, FolderUse? use, IReadOnlyDictionary<string, RunStatus> runs)
    {
        var working = name.StartsWith(RunExecutor.WorkPrefix, StringComparison.Ordinal);
        if (!runs.TryGetValue(working ? name[RunExecutor.WorkPrefix.Length..] : name, out var status)) return Kind.Unnamed;
        return (working, status) switch
        {
            (false, RunStatus.Finished) => Kind.Named,
            (_, RunStatus.Queued or RunStatus.Running) => use == FolderUse.Kept ? Kind.Unnamed : Kind.InUse,
            _ => use == FolderUse.Kept ? Kind.Unnamed : Kind.Leftover,
        };
    }
}
