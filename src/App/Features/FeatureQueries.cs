using System.Text.Json;
using Investigator.Engine.Tables;
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

    internal static IReadOnlyList<FeatureSummary> Read(string runFolder)
    {
        var path = Path.Combine(runFolder, "features.json");
        if (!File.Exists(path) || !File.Exists(Path.Combine(runFolder, "features.parquet"))) return [];
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. json.RootElement.GetProperty("features").EnumerateArray().Where(Shown).Select(Summary)];
    }

    private static bool Shown(JsonElement feature) => !feature.GetProperty("definition").TryGetProperty("shown", out var shown) || shown.GetBoolean();

    private static FeatureSummary Summary(JsonElement feature)
    {
        var definition = feature.GetProperty("definition");
        var levels = feature.TryGetProperty("levels", out var all) && all.ValueKind == JsonValueKind.Array ? all.EnumerateArray().Select(l => l.GetString() ?? "").ToArray() : null;
        return new FeatureSummary(definition.GetProperty("name").GetString()!, definition.GetProperty("phrase").GetString()!, definition.GetProperty("unit").GetString()!, levels);
    }

    internal static string Table(string runFolder) => $"read_parquet({Sql.Text(Path.Combine(runFolder, "features.parquet"))})";
}
