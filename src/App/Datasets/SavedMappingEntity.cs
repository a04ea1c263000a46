using Investigator.Storage.Database;

namespace Investigator.Datasets;

/// <summary>What the columns of a loaded file were used as, kept for the next file with the same ones.</summary>
public sealed class SavedMappingEntity : IHasCreator
{
    public int Id { get; set; }

    /// <summary><see cref="SourceHeader"/> of the files as they were read.</summary>
    public required string Header { get; set; }

    /// <summary>That of the same files before anything was said of their format.</summary>
    public required string FoundHeader { get; set; }

    /// <summary>Of the dataset it was last loaded as.</summary>
    public required string Name { get; set; }

    /// <summary><c>Mapping</c> as JSON.</summary>
    public required string Mapping { get; set; }

    /// <summary>When it was last loaded with.</summary>
    public DateTime SavedAt { get; set; }

    public string CreatedBy { get; set; } = "";
}
