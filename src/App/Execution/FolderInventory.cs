using Investigator.Engine.Core;
using Investigator.Runs;
using Investigator.Storage;

namespace Investigator.Execution;

/// <summary>The folders in a data folder, by what the database and their markers say of them.</summary>
/// <param name="Datasets">Those that the database names.</param>
/// <param name="Runs">Finished ones that the database names.</param>
/// <param name="Leftovers">Ours and of no more use: unfinished loads, work of runs that ended, spilled data.</param>
/// <param name="Unnamed">Ours and once named by a database, but not by this one.</param>
/// <param name="Strange">Not this installation's.</param>
internal sealed record FolderInventory(
    IReadOnlyList<string> Datasets,
    IReadOnlyList<string> Runs,
    IReadOnlyList<OwnedFolder> Leftovers,
    IReadOnlyList<OwnedFolder> Unnamed,
    IReadOnlyList<string> Strange)
{
    private enum Kind
    {
        Dataset,
        FinishedRun,
        InUse,
        Leftover,
        Unnamed,
    }

    /// <param name="data">Where to look.</param>
    /// <param name="runs">Folder names of the database's runs, and how far these are.</param>
    /// <param name="datasets">Folder names of the database's datasets.</param>
    public static FolderInventory Take(DataFolder data, IReadOnlyDictionary<string, RunStatus> runs, IReadOnlySet<string> datasets)
    {
        var (named, leftovers, unnamed, strange) = (new List<(Kind Kind, string Path)>(), new List<OwnedFolder>(), new List<OwnedFolder>(), new List<string>());
        Sort(data.Datasets, (name, owned) => datasets.Contains(name) ? Kind.Dataset : owned?.Use == FolderUse.Kept ? Kind.Unnamed : Kind.Leftover);
        Sort(data.Runs, (name, owned) => Run(name, owned, runs));
        Sort(data.Path, (name, owned) => owned?.Use != FolderUse.Work || IsClean(name) ? Kind.InUse : Kind.Leftover, strangersToo: false);
        return new FolderInventory(Named(Kind.Dataset), Named(Kind.FinishedRun), leftovers, unnamed, strange);

        List<string> Named(Kind kind) => [.. named.Where(n => n.Kind == kind).Select(static n => n.Path)];

        bool IsClean(string name) => Path.Combine(data.Path, name) == data.Scratch && OwnedFolder.IsVacant(data.Scratch);

        void Sort(string parent, Func<string, OwnedFolder?, Kind> kindOf, bool strangersToo = true)
        {
            foreach (var path in Directory.GetDirectories(parent).Order(StringComparer.Ordinal))
            {
                var owned = data.FindOwned(path);
                var kind = kindOf(Path.GetFileName(path), owned);
                if (kind is Kind.Dataset or Kind.FinishedRun) named.Add((kind, path));
                else if (kind == Kind.InUse) continue;
                else if (owned is null && strangersToo && HoldsSomething(path)) strange.Add(path);
                else if (owned is not null && kind == Kind.Leftover) leftovers.Add(owned);
                else if (owned is not null) unnamed.Add(owned);
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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>A run's rows stay when it ends, so a work folder that no row names is of a run that this database does not know, or of an import.</summary>
    private static Kind Run(string name, OwnedFolder? owned, IReadOnlyDictionary<string, RunStatus> runs)
    {
        var working = name.StartsWith(RunExecutor.WorkPrefix, StringComparison.Ordinal);
        if (!runs.TryGetValue(working ? name[RunExecutor.WorkPrefix.Length..] : name, out var status))
        {
            return owned is not null && ImportFolders.IsLeftover(owned) ? Kind.Leftover : Kind.Unnamed;
        }

        return (working, status) switch
        {
            (false, RunStatus.Finished) => Kind.FinishedRun,
            (_, RunStatus.Queued or RunStatus.Running) => owned?.Use == FolderUse.Kept ? Kind.Unnamed : Kind.InUse,
            _ => owned?.Use == FolderUse.Kept ? Kind.Unnamed : Kind.Leftover,
        };
    }
}
