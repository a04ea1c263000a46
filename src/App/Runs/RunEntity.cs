using Investigator.Datasets;
using Investigator.Storage.Database;

namespace Investigator.Runs;

public enum RunStatus
{
    Queued,
    Running,
    Finished,
    Failed,
    Cancelled,
}

/// <summary>How far the map of a run is, which is drawn once the run is finished.</summary>
public enum MapStatus
{
    /// <summary>There is none, and nothing to draw it from.</summary>
    None,

    /// <summary>It is drawn when its turn comes.</summary>
    Waiting,

    Drawing,

    /// <summary>It is in the run's folder.</summary>
    Drawn,

    /// <summary>It could not be drawn, or someone stopped it.</summary>
    Failed,
}

/// <summary>One execution over one dataset. Once finished it never changes, but for its map.</summary>
public sealed class RunEntity : IHasCreator
{
    public int Id { get; set; }

    public int DatasetId { get; set; }

    public DatasetEntity? Dataset { get; set; }

    /// <summary>Its files are in <c>runs/{Folder}</c> once it is finished.</summary>
    public required string Folder { get; set; }

    public RunStatus Status { get; set; }

    /// <summary><c>RunOptions</c> as JSON: enough to make the run again.</summary>
    public required string Options { get; set; }

    public int Seed { get; set; }

    public string Device { get; set; } = "";

    public DateTime CreatedAt { get; set; }

    public string CreatedBy { get; set; } = "";

    public DateTime? StartedAt { get; set; }

    public DateTime? FinishedAt { get; set; }

    /// <summary>What a person needs to know of a failure.</summary>
    public string? Error { get; set; }

    /// <summary>Times it was interrupted, by the end of the process or a full disk, and went on.</summary>
    public int Resumed { get; set; }

    public MapStatus Map { get; set; }

    /// <summary>Why the map could not be drawn, as a person needs to know it.</summary>
    public string? MapError { get; set; }

    /// <summary><c>StageRecord[]</c> as JSON; that of the map is the last.</summary>
    [NotAudited]
    public string Stages { get; set; } = "[]";

    public int Transactions { get; set; }

    public int ClusterCount { get; set; }

    /// <summary>Of versions without findings: its clusters.</summary>
    public int FindingCount { get; set; }

    /// <summary>Findings called risky.</summary>
    public int RiskyCount { get; set; }

    public int NoiseCount { get; set; }
}
