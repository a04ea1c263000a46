using Investigator.Engine.Integrity;
using Investigator.Storage;

namespace Investigator.Execution;

/// <summary>What a start can tell of damage at no cost worth mentioning: after a process that did not come to its end, lengths of what was finished.</summary>
internal static class DamageAtStart
{
    /// <returns>A line for each damaged file.</returns>
    public static IReadOnlyList<string> Find(DataFolder data, FolderInventory found, DatabaseFit fit)
    {
        var lines = new List<string>();
        if (data.DatabaseChanged && fit == DatabaseFit.Fits)
        {
            lines.Add($"{Path.GetFileName(data.Database)}: not the file that the last stop left; it was put back from elsewhere, or is damaged");
        }

        if (data.EndedCleanly) return lines;

        // Also of what the database does not name: it may be adopted later, when nothing tells any more that a process before was cut off.
        IEnumerable<string> finished = [.. found.Datasets, .. found.Runs, .. found.Unnamed.Select(static folder => folder.Path)];
        var damaged = finished.SelectMany(static path => FileCheck.DamageIn(path, contents: false)).ToList();
        data.HasDamage = damaged.Count > 0;
        lines.AddRange(damaged.Select(d => $"{Path.GetRelativePath(data.Path, Path.GetDirectoryName(d.Path)!)}/{d.Brief}"));
        return lines;
    }
}
