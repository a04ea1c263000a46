using Investigator.Engine.Runs;
using Investigator.Runs;

namespace Investigator.Features;

/// <summary>A feature as pages name it.</summary>
/// <param name="Name">Column of <c>features.parquet</c>.</param>
/// <param name="Phrase">How it is said in a sentence.</param>
/// <param name="Unit">count, seconds, currency, …</param>
/// <param name="Levels">Its categories by falling frequency; null for a number.</param>
public sealed record FeatureSummary(string Name, string Phrase, string Unit, IReadOnlyList<string>? Levels)
{
    public bool IsCategory => Levels is not null;
}

public sealed class FeatureQueries(RunQueries runs)
{
    /// <summary>The features of a finished run in the catalogue's order, without those that serve the space alone; empty when the run has none.</summary>
    public async Task<IReadOnlyList<FeatureSummary>> ListAsync(int runId, CancellationToken cancel = default) =>
        await runs.FilesAsync(runId, cancel) is { } files ? await Task.Run(() => Read(files.RunFolder), cancel) : [];

    internal static IReadOnlyList<FeatureSummary> Read(RunFolder folder) =>
        [.. folder.ReadFeatures().Where(f => f.Definition.Shown)
            .Select(f => new FeatureSummary(f.Definition.Name, f.Definition.Phrase, f.Definition.Unit, f.Levels))];
}
