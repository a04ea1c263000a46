namespace Investigator.Tags;

/// <summary>A tag as pages show it.</summary>
public sealed record TagSummary(int Id, string Word, string Color, TagKind Kind)
{
    /// <summary>The words in one cell of a table.</summary>
    public static string Join(IReadOnlyList<TagSummary>? tags) => string.Join("; ", (tags ?? []).Select(t => t.Word));
}

/// <summary>A tag where it was put.</summary>
/// <param name="Id">Of the tagging, for taking it off.</param>
/// <param name="Tag">The tag.</param>
/// <param name="By">Who put it there.</param>
/// <param name="At">When, UTC.</param>
public sealed record TagMark(int Id, TagSummary Tag, string By, DateTime At);

/// <summary>A tag that was put on most of these payments in another run.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="Shared">Payments of this finding that it was put on.</param>
/// <param name="Of">Payments of this finding.</param>
/// <param name="Run">The run in which it was put; null when that run is gone.</param>
/// <param name="Headline">What it was put on there.</param>
/// <param name="At">When, UTC.</param>
public sealed record TagOffer(TagSummary Tag, int Shared, int Of, int? Run, string Headline, DateTime At);

/// <summary>One place where a tag stands.</summary>
public sealed record TagPlace(
    TagSummary Tag, int? Run, int? Finding, int? Selection, string Source, string Headline, int Count, double Money, string By, DateTime At);
