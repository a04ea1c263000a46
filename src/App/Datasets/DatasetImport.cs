using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Checks;

namespace Investigator.Datasets;

public enum ImportStatus
{
    Waiting,
    Loading,
    Loaded,
    Failed,
    Cancelled,
}

/// <summary>One load of files into a dataset, as pages show it.</summary>
/// <param name="Id">Of this load, while the process lives.</param>
/// <param name="Request">What is loaded, so that a failed load can be corrected and tried again.</param>
/// <param name="Status">How far it is.</param>
/// <param name="Progress">Latest word of the loader.</param>
/// <param name="Problem">Why it failed, for a person.</param>
/// <param name="Report">Of a load that failed: rejects by kind, with what would mend them; null where that could not be told.</param>
/// <param name="DatasetId">The dataset, once loaded; the same as before where the same files were loaded before.</param>
public sealed record DatasetImport(
    Guid Id, ImportRequest Request, ImportStatus Status, StageProgress? Progress = null, string? Problem = null, CheckReport? Report = null,
    int? DatasetId = null)
{
    /// <summary>Ascends with every load that is asked for.</summary>
    internal long Number { get; init; }

    public bool IsActive => Status is ImportStatus.Waiting or ImportStatus.Loading;
}
