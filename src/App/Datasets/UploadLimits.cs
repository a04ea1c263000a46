namespace Investigator.Datasets;

/// <summary>How much the uploads may take, and how long one that nobody loads may stay.</summary>
public sealed record UploadLimits
{
    /// <summary>All uploads together. Half of what the disk has free is a limit too, whichever is smaller: the loaded dataset needs room beside its
    /// source.</summary>
    public long TotalBytes { get; init; } = 50L << 30;

    /// <summary>One file: some 100 million transactions as CSV. A larger one is copied to the server by other means.</summary>
    public long FileBytes { get; init; } = 20L << 30;

    /// <summary>Files that one person may send in a row: a month of days, with its events, and some to correct.</summary>
    public int AtOnce { get; init; } = 100;

    /// <summary>And how many more after each minute.</summary>
    public int PerMinute { get; init; } = 4;

    /// <summary>Between two looks at the free disk while a file comes in.</summary>
    public long CheckedBytes { get; init; } = 16L << 20;

    /// <summary>From the moment the page that held an upload is gone: long enough for a reload or a network that drops.</summary>
    public TimeSpan AfterLeaving { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Where no page of this process ever held it, or it is being corrected, before its load or after one that failed.</summary>
    public TimeSpan Unused { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Between two sweeps.</summary>
    public TimeSpan Sweep { get; init; } = TimeSpan.FromMinutes(10);
}
