namespace Investigator.Engine.Ingest.Sources;

/// <summary>What the names of source files end with. A file is known by its content; its name only says that it is meant.</summary>
public static class SourceEndings
{
    private static readonly string[] Texts = [".csv", ".tsv", ".txt", ".tab", ".asc", ".dat", ".log"];
    private static readonly string[] Packings = ["", ".gz", ".zst"];

    /// <summary>Kinds that hold no table which is read here, whatever is in them: refused before they are sent.</summary>
    private static readonly string[] Others =
    [
        ".doc", ".docx", ".odt", ".pdf", ".ppt", ".pptx", ".rtf", ".htm", ".html", ".ods", ".xlsb", ".numbers",
        ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".svg", ".webp", ".mp3", ".mp4", ".avi", ".mov", ".wav",
        ".exe", ".dll", ".msi", ".so", ".iso", ".jar", ".7z", ".rar", ".tar", ".tgz", ".bz2", ".xz", ".db", ".sqlite", ".mdb", ".accdb",
        ".avro", ".orc", ".feather", ".npy", ".npz", ".pkl", ".json", ".xml", ".yaml", ".yml",
    ];

    public static IReadOnlyList<string> All { get; } =
        [.. Texts.SelectMany(static t => Packings.Select(p => t + p)), ".parquet", ".pq", ".xlsx", ".xlsm", ".zip"];

    /// <summary>The last parts alone.</summary>
    public static IReadOnlyList<string> Last { get; } = [.. All.Select(static e => e[e.LastIndexOf('.')..]).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether a file among others is meant: in a folder, an archive or a list.</summary>
    public static bool IsSource(string name) => EndsIn(All, name);

    /// <summary>Whether a file that somebody names may be one: a text table may have any ending, or none.</summary>
    public static bool MayBeSource(string name) => !EndsIn(Others, name);

    /// <summary>Whether it is a text that beside tables is a note about them, or what a program said.</summary>
    public static bool IsNote(string name) => EndsIn([".txt", ".log"], name);

    private static bool EndsIn(IReadOnlyList<string> endings, string name) =>
        endings.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase));
}
