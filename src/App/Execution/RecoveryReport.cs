using Investigator.Storage;

namespace Investigator.Execution;

/// <summary>What a start found and did, for the log and for a person.</summary>
/// <param name="Fit">Whether the database belongs to the files; only then is anything moved, or a run taken up.</param>
/// <param name="Moved">Leftovers and where in the trash they are now.</param>
/// <param name="Kept">Folders of ours that the database does not name, left where they are.</param>
/// <param name="Strange">Folders that this installation did not make, left where they are.</param>
/// <param name="Waiting">
/// Ids of runs that a database which does not fit has as queued or running, or whose map it has so: they are left as they are. Later ones are not.
/// </param>
public sealed record RecoveryReport(
    DatabaseFit Fit, IReadOnlyList<string> Moved, IReadOnlyList<string> Kept, IReadOnlyList<string> Strange, IReadOnlyList<int> Waiting)
{
    /// <summary>Files that are not as they were written, as far as their lengths tell, and a database that is not the one that the last stop left.</summary>
    public IReadOnlyList<string> Damaged { get; init; } = [];

    public static RecoveryReport Nothing { get; } = new(DatabaseFit.Fits, [], [], [], []);

    public bool IsCalm => Moved.Count + Kept.Count + Strange.Count + Damaged.Count == 0 && Fit == DatabaseFit.Fits;

    /// <summary>Why nothing was moved and what a person can do; null where all is well.</summary>
    public string? Problem => Fit switch
    {
        DatabaseFit.New => "The database is new, but this data folder holds what an earlier one knew. Put the earlier investigator.db back, " + Adopt,
        DatabaseFit.Empty => "The database names no dataset and no run, but there are folders that an earlier one may have known. "
            + "Put the earlier investigator.db back, " + Adopt + " If nothing is missing, go on: leftovers are put aside once there is data.",
        DatabaseFit.Older => "The database is older than some files: it does not name them. Put the newer investigator.db back, " + Adopt,
        DatabaseFit.OtherInstallation => "The database is another installation's. Put this folder's investigator.db back, or, if the database does "
            + "belong here, adopt the files (the command adopt does it too).",
        _ => null,
    };

    private const string Adopt =
        "or adopt the files: datasets and runs come back from what they keep themselves (the command adopt does it too). Selections, tags and reported "
        + "outcomes are in the database alone.";
}
