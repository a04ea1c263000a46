using System.Globalization;
using DuckDB.NET.Data;
using Investigator.Engine.Ingest;
using Investigator.Engine.Runs;
using Investigator.Engine.Tables;

namespace Investigator.Runs;

/// <summary>One run as a list shows it: nothing of it is JSON.</summary>
public sealed record RunSummary(
    int Id,
    int DatasetId,
    string DatasetName,
    RunStatus Status,
    int Seed,
    DateTime CreatedAt,
    DateTime? StartedAt,
    DateTime? FinishedAt,
    string? Error,
    int Resumed,
    int Transactions,
    int ClusterCount,
    int FindingCount,
    int RiskyCount,
    int NoiseCount,
    MapStatus Map,
    string? MapError)
{
    /// <summary>Whether it is for a person's wish that there is no map, and not for a failure.</summary>
    public bool WasMapStopped => MapError == StopMap.Stopped;

    /// <summary>Why the map cannot be looked at or drawn on, in a sentence; null where it can.</summary>
    public string? MapProblem => Map switch
    {
        MapStatus.Drawn => null,
        MapStatus.Waiting or MapStatus.Drawing => string.Create(CultureInfo.InvariantCulture, $"The map of run {Id} is still being drawn."),
        MapStatus.Failed => string.Create(
            CultureInfo.InvariantCulture, $"The map of run {Id} {(WasMapStopped ? "was not drawn" : "could not be drawn")}: {MapError}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"Run {Id} has no map."),
    };
}

/// <summary>A run with what only its own page tells.</summary>
/// <param name="Summary">As lists show it.</param>
/// <param name="Options"><c>RunOptions</c> as JSON.</param>
/// <param name="Stages">Those that ended, in order.</param>
public sealed record RunDetail(RunSummary Summary, string Options, IReadOnlyList<StageRecord> Stages);

/// <summary>Which runs; null means no limit.</summary>
public sealed record RunFilter(RunStatus? Status = null, int? DatasetId = null);

/// <summary>Runs of one page of the history, newest first, and whether there are others on either side.</summary>
public sealed record RunHistory(IReadOnlyList<RunSummary> Runs, bool HasNewer, bool HasOlder);

/// <summary>A behaviour model that a finished run learned.</summary>
public sealed record ModelSummary(int RunId, string DatasetName, DateTime? LearnedAt, string Folder);

/// <summary>Where a finished run's files and its dataset's files are.</summary>
/// <param name="RunId">Number of the run.</param>
/// <param name="RunFolder">What it found.</param>
/// <param name="DatasetFolder">What it is of.</param>
/// <param name="Scratch">Where queries over them spill what memory does not hold.</param>
public sealed record RunFiles(int RunId, RunFolder RunFolder, DatasetFolder DatasetFolder, string Scratch)
{
    /// <summary>A session for what a page or an endpoint reads of them.</summary>
    public DuckDBConnection OpenTables() => TableConnection.OpenForPage(Scratch);
}
