namespace Investigator.Engine.Core;

/// <summary>One file of a run's or a dataset's folder.</summary>
/// <param name="Name">File name in the folder.</param>
/// <param name="Level">The least retention that keeps it.</param>
/// <param name="Says">What it is, in the investigator's words; null for a file that only this program reads, which is not offered for download.</param>
public sealed record StoredFile(string Name, Retention Level, string? Says = null)
{
    /// <summary>Name that earlier formats gave it.</summary>
    public string? FormerName { get; init; }

    /// <summary>What a finished run keeps in place of it, in fewer bytes. Runs from before that was written keep this file for as long.</summary>
    public StoredFile? KeptAs { get; init; }

    public bool IsDownload => Says is not null;

    public string ContentType => Path.GetExtension(Name) switch
    {
        ".json" => "application/json",
        ".parquet" => "application/vnd.apache.parquet",
        ".sql" => "application/sql",
        ".md" => "text/markdown; charset=utf-8",
        ".csv" => "text/csv; charset=utf-8",
        _ => "application/octet-stream",
    };

    /// <summary>Where it is written.</summary>
    public string In(string folder) => Path.Combine(folder, Name);

    /// <summary>Where it is read: under its name, or under its former one where only that exists.</summary>
    public string Find(string folder)
    {
        var onlyFormerExists = FormerName is not null && !File.Exists(In(folder)) && File.Exists(Path.Combine(folder, FormerName));
        return onlyFormerExists ? Path.Combine(folder, FormerName!) : In(folder);
    }

    public bool ExistsIn(string folder) => File.Exists(Find(folder));

    /// <summary>The least retention that keeps it in this folder.</summary>
    public Retention LevelIn(string folder) => KeptAs is { } kept && !kept.ExistsIn(folder) ? kept.Level : Level;
}
