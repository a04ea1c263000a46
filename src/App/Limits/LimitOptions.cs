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

    /// <summary>Answers that are made and not yet taken by whoever asked, on disk and in memory each.</summary>
    public int UnsentCount { get; init; } = 250;

    /// <summary>What such answers may take of the disk together; half of what it has free is a limit too, whichever is smaller.</summary>
    public long UnsentDiskBytes { get; init; } = 4L << 30;

    /// <summary>What such answers may take of memory together: a dozen of the map's columns of ten million rows.</summary>
    public long UnsentMemoryBytes { get; init; } = 512L << 20;

    /// <summary>How long an answer may be on its way before it is broken off where another needs its room.</summary>
    public TimeSpan UnsentPatience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What those who find no room are told to wait, in seconds.</summary>
    public int RetryAfterSeconds { get; init; } = 15;

    /// <summary>Tries of a password, a code or a link from one address at once: a team behind one address that comes to work together.</summary>
    public int SignInsOfAddress { get; init; } = 40;

    /// <summary>And how many more after each minute.</summary>
    public int SignInsOfAddressPerMinute { get; init; } = 10;

    /// <summary>Tries for one account from wherever they come, right ones among them. Wrong ones lock the account sooner; these hold whoever waits for the lock
    /// to end each time.</summary>
    public int SignInsOfName { get; init; } = 10;

    /// <summary>And how many more after each minute: a hundred thousand passwords take a month.</summary>
    public int SignInsOfNamePerMinute { get; init; } = 2;

    /// <summary>Requests for data by one person or program at once: a map asks for four columns when it opens, and for a point under the mouse.</summary>
    public int Calls { get; init; } = 1_000;

    /// <summary>And how many more after each second.</summary>
    public int CallsPerSecond { get; init; } = 20;
}
