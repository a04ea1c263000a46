using Investigator.Storage.Database;

namespace Investigator.Selections;

/// <summary>Transactions picked on the map or by conditions; tables, links and later cases take its id. The rows are resolved on the server once and kept.</summary>
public sealed class SelectionEntity : IHasCreator
{
    public int Id { get; set; }

    public int RunId { get; set; }

    /// <summary>How it was made: <c>SelectionShape</c> as JSON.</summary>
    public required string Shape { get; set; }

    public int Count { get; set; }

    /// <summary>Row numbers, little-endian int32, ascending.</summary>
    public required byte[] Rows { get; set; }

    public DateTime CreatedAt { get; set; }

    public string CreatedBy { get; set; } = "";
}
