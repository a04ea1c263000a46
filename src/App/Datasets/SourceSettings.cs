namespace Investigator.Datasets;

/// <summary>Which files on the server pages may load, besides those in the data folder's <c>imports/</c>.</summary>
public sealed record SourceSettings
{
    /// <summary>Folders whose files and folders may be loaded by whoever reaches the app.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];
}
