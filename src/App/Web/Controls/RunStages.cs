using System.Globalization;
using Investigator.Engine.Core;

namespace Investigator.Web.Controls;

/// <summary>The stages of a run as people read them, in their order.</summary>
internal static class RunStages
{
    public static IReadOnlyList<(string Stage, string Title)> All { get; } =
    [
        (StageNames.Sequences, "Sequences"),
        (StageNames.Facts, "Facts"),
        (StageNames.Embedding, "Embedding"),
        (StageNames.Features, "Features"),
        (StageNames.Hybrid, "Hybrid space"),
        (StageNames.Neighbors, "Neighbours"),
        (StageNames.Hierarchy, "Hierarchy"),
        (StageNames.Clusters, "Clusters"),
        (StageNames.Payments, "Payments"),
        (StageNames.Findings, "Findings"),
        (StageNames.Risk, "Risk"),
        (StageNames.Singles, "Singles"),
        (StageNames.Rules, "Rules"),
        (StageNames.Narratives, "Narratives"),
        (StageNames.Results, "Result files"),
    ];

    /// <summary>A stage not in the list is shown under its own name; the load comes before the run and the map after it, and neither is in its list.</summary>
    public static string Title(string? stage) => stage switch
    {
        null => "Starting",
        StageNames.Ingest => "Load",
        StageNames.Projection => "Map layout",
        _ => All.FirstOrDefault(s => s.Stage == stage).Title ?? stage,
    };

    /// <summary>What is counted, in rows or in bytes.</summary>
    public static string Amount(StageProgress progress, long count) => progress.IsBytes ? Format.Bytes(count) : Format.Count(count, "row");

    /// <summary>Rows done of rows, in whole percent; empty while the total is not known.</summary>
    public static string Percent(StageProgress? progress) =>
        progress is { Total: > 0 } p ? string.Create(CultureInfo.InvariantCulture, $"{Math.Min(100, 100.0 * p.Done / p.Total):0}%") : "";
}
