using Investigator.Engine.Core;
using Investigator.Engine.Runs;
using Investigator.Storage;

namespace Investigator.Execution;

/// <summary>What the app keeps of a run once the database names it as finished.</summary>
internal static class RunRetention
{
    /// <summary>Drops what pages do not read, then marks the folder as a finished result. What cannot be done now is done by the next start.</summary>
    public static void TryApply(DataFolder data, string place)
    {
        if (data.FindOwned(place) is not { Use: FolderUse.Work }) return;
        try
        {
            new RunFolder(place).Keep(Retention.Explain);
        }
        catch (Exception e) when (e is InputException or IOException or UnauthorizedAccessException)
        {
            // Also a manifest that is damaged or of a later version: the run's page and verify name it.
            return;
        }

        data.TryKeep(place);
    }
}
