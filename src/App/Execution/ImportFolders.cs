using System.Security.Cryptography;
using Investigator.Engine.Core;
using Investigator.Engine.Runs;

namespace Investigator.Execution;

/// <summary>The names of folders that an import makes: by them the next start tells what a killed import left.</summary>
internal static class ImportFolders
{
    /// <summary>Begins the name of the folder into which an import copies.</summary>
    public const string WorkPrefix = ".import-";

    /// <summary>Where an imported run lies in the end. Its record tells stages' seconds and memory, so no two runs share one.</summary>
    public static string NameOf(RunFolder run) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(KnownFiles.Record.In(run.Path))))[..32];

    /// <summary>Whether an import was ended before it was done, for a folder that no run names.</summary>
    public static bool IsLeftover(OwnedFolder folder)
    {
        if (folder.Use != FolderUse.Work) return false;
        var name = Path.GetFileName(folder.Path);
        return name.StartsWith(WorkPrefix, StringComparison.Ordinal)
            || (KnownFiles.Record.ExistsIn(folder.Path) && name == NameOf(new RunFolder(folder.Path)));
    }
}
