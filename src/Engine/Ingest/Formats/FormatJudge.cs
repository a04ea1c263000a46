using Investigator.Engine.Ingest.Sources;

namespace Investigator.Engine.Ingest.Formats;

/// <summary>
/// The one judge of how a table's values are written: guess, preview, check and load ask it, so that what is shown as read is what is loaded.
/// </summary>
/// <remarks>
/// Certain is what the values themselves leave no other choice for, or what other columns of the table tell: one program writes one decimal sign and one order
/// of day and month. All else is put to a person.
/// </remarks>
public static class FormatJudge
{
    /// <param name="table">transactions or events.</param>
    /// <param name="columns">Columns with the values of a sample.</param>
    /// <param name="given">What a person or a mapping says already.</param>
    /// <exception cref="Core.InputException">What is given is no format.</exception>
    public static FormatGuess Judge(string table, IReadOnlyList<SampleColumn> columns, SourceFormat? given)
    {
        var format = given ?? new SourceFormat();
        var judged = columns.Select(c => JudgedColumn.Of(c, format)).ToList();
        var advice = new List<Advice>();
        var numbers = NumberConsensus.Of(table, judged, format, advice);
        var times = TimeConsensus.Of(table, judged, numbers, advice);
        return new FormatGuess(times, advice) { Table = table, Columns = [.. judged.Select(static c => c.Look)] };
    }
}
