namespace Investigator.Storage;

/// <summary>Whether the database is the one that the data folder's files belong to.</summary>
public enum DatabaseFit
{
    Fits,

    /// <summary>It was made anew and the folder holds files from before: the earlier one is lost.</summary>
    New,

    /// <summary>It names no dataset and no run.</summary>
    Empty,

    /// <summary>It does not know what a later one did.</summary>
    Older,

    OtherInstallation,
}
