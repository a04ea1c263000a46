namespace Investigator.Identity;

/// <summary>How long someone stays signed in.</summary>
public static class SessionLimits
{
    /// <summary>A working day with a long break: who has been away longer signs in again.</summary>
    public static TimeSpan Idle { get; } = TimeSpan.FromHours(12);

    /// <summary>In any case.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(14);

    /// <summary>How exactly the store knows when a session was used.</summary>
    public static TimeSpan Seen { get; } = TimeSpan.FromMinutes(5);

    /// <summary>A link that the server prints at a terminal.</summary>
    public static TimeSpan Link { get; } = TimeSpan.FromHours(24);

    /// <summary>A link that invites a colleague, who may be away.</summary>
    public static TimeSpan Invitation { get; } = TimeSpan.FromDays(7);
}
