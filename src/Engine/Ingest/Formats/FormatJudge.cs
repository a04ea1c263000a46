using Investigator.Engine.Ingest.Sources;

namespace Investigator.Engine.Ingest.Formats;

/// <summary>What a source's values look like.</summary>
/// <param name="Format">Whole: what was given, and for the rest what was found.</param>
/// <param name="Advice">What is not certain, with the choices.</param>
public sealed record FormatGuess(SourceFormat Format, IReadOnlyList<Advice> Advice);

/// <summary>
/// The one judge of how a table's values are written: guess, preview, check and load ask it, so that what is shown as read is what is loaded.
/// </summary>
public static class FormatJudge
{
    /// <param name="table">transactions or events.</param>
    /// <param name="columns">Columns with the values of a sample.</param>
    /// <param name="given">What a person or a mapping says already.</param>
    public static FormatGuess Judge(string table, IReadOnlyList<SampleColumn> columns, SourceFormat? given) => new(given ?? new SourceFormat(), []);
}
