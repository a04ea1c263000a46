using Investigator.Storage.Database;

namespace Investigator.Tags;

/// <summary>A word of the team's taxonomy. Where it was put is in <see cref="TaggingEntity"/>.</summary>
public sealed class TagEntity : IHasCreator
{
    public int Id { get; set; }

    /// <summary>As people read it; unique, upper and lower case taken as one.</summary>
    public required string Word { get; set; }

    /// <summary>One of <see cref="TagPalette.Colors"/>.</summary>
    public required string Color { get; set; }

    public TagKind Kind { get; set; }

    public string CreatedBy { get; set; } = "";

    public DateTime CreatedAt { get; set; }
}
