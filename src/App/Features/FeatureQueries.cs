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

    /// <summary>Whether its values are numbers that whoever asks may not see.</summary>
    public bool IsHidden { get; init; }
}

public sealed class FeatureQueries(RunQueries runs, RunMasking masking)
{
    /// <summary>The features of a finished run in the catalogue's order, without those that serve the space alone; empty when the run has none.</summary>
    public async Task<IReadOnlyList<FeatureSummary>> ListAsync(int runId, CancellationToken cancel = default) =>
        await runs.FilesAsync(runId, cancel) is { } files
            ? await Task.Run<IReadOnlyList<FeatureSummary>>(() => [.. Read(files.RunFolder).Select(Shown(files))], cancel) : [];

    /// <summary>Whether a feature's values are numbers that whoever asks may not see.</summary>
    public bool Hides(RunFiles files, string name) => !masking.IsOpen && masking.Of(files).HidesNumber(name);

    private Func<FeatureSummary, FeatureSummary> Shown(RunFiles files)
    {
        var mask = masking.IsOpen ? RunMask.None : masking.Of(files);
        return feature => !mask.Hides(feature.Name) ? feature : feature with
        {
            Levels = feature.Levels?.Select(level => mask.Show(feature.Name, level)).ToList(),
            IsHidden = mask.HidesNumber(feature.Name),
        };
    }

    internal static IReadOnlyList<FeatureSummary> Read(RunFolder folder) =>
        [.. folder.ReadFeatures().Where(f => f.Definition.Shown)
            .Select(f => new FeatureSummary(f.Definition.Name, f.Definition.Phrase, f.Definition.Unit, f.Levels))];
}
