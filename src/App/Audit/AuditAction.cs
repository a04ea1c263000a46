namespace Investigator.Audit;

/// <summary>What was done.</summary>
public enum AuditAction
{
    /// <summary>A row of the store was made.</summary>
    Added,

    /// <summary>A row of the store was changed.</summary>
    Changed,

    /// <summary>A row of the store was removed.</summary>
    Removed,

    SignedIn,
    SignInFailed,
    SignedOut,

    /// <summary>A masked value was shown.</summary>
    Revealed,

    /// <summary>Something was downloaded.</summary>
    Exported,

    /// <summary>Asked for a page or an action without the right to it.</summary>
    Refused,

    /// <summary>A command was given at a shell of this machine.</summary>
    Commanded,

    /// <summary>A person's values were made unreadable.</summary>
    Erased,
}
