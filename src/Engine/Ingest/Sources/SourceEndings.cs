namespace Investigator.Engine.Ingest.Sources;

/// <summary>What the names of source files end with. A file is known by its content; its name only says that it is meant.</summary>
public static class SourceEndings
{
    private static readonly string[] Texts = [".csv", ".tsv", ".txt", ".tab"];
    private static readonly string[] Packings = ["", ".gz", ".zst"];

    public static IReadOnlyList<string> All { get; } =
        [.. Texts.SelectMany(static t => Packings.Select(p => t + p)), ".parquet", ".pq", ".xlsx", ".xlsm", ".zip"];

    /// <summary>The last parts alone, as file dialogs want them.</summary>
    public static IReadOnlyList<string> Last { get; } = [.. All.Select(static e => e[e.LastIndexOf('.')..]).Distinct(StringComparer.Ordinal)];

    public static bool IsSource(string name) => All.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase));
}
