namespace Investigator.Limits;

/// <summary>How much of the machine people may take at once. Defaults are for a team on a small server.</summary>
internal sealed record LimitOptions
{
    /// <summary>Open tabs, those included whose line went dead a moment ago. One holds 1 to 5 MB; a team of twenty with ten tabs each has room.</summary>
    public int Circuits { get; init; } = 200;

    /// <summary>How long a tab that has asked for a connection keeps its place without making one; SignalR itself forgets it after 15 s.</summary>
    public TimeSpan Reservation { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Files made at once for download. Each reads whole tables on one core, and spills to disk.</summary>
    public int Exports { get; init; } = 3;

    /// <summary>Downloads that may wait for their turn; the next one is told to come back later.</summary>
    public int ExportsWaiting { get; init; } = 12;

    /// <summary>Reads of the map's columns and points and new selections at once; more than twice the cores only take turns anyway.</summary>
    public int Reads { get; init; } = 2 * Environment.ProcessorCount;

    /// <summary>A map asks for four columns at a time, so this is room for fifty people who open theirs at the same moment.</summary>
    public int ReadsWaiting { get; init; } = 200;

    /// <summary>What those who find no room are told to wait, in seconds.</summary>
    public int RetryAfterSeconds { get; init; } = 15;
}
