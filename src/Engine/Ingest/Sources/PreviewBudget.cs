using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>What looking at an unknown file may cost. A preview shows what a file is, and no file makes it dear: one that asks for more is refused in
/// words.</summary>
public sealed record PreviewBudget
{
    /// <summary>Rows that types and examples come from: enough for a rare word to be seen, little enough to be read at once.</summary>
    public int Rows { get; init; } = 2_000;

    /// <summary>Cells likewise: of a file with many columns, fewer rows are looked at.</summary>
    public int Cells { get; init; } = 200_000;

    /// <summary>Characters of a cell that are kept; a longer one ends in an ellipsis.</summary>
    public int CellLength { get; init; } = 200;

    /// <summary>For columns and first rows: a file on a slow disk takes a second or two, one that inflates without end would take for ever.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For all different values of a column, which reads the whole file; where it does not suffice, the first rows speak.</summary>
    public TimeSpan ValuesTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Memory of the reader, in gigabytes: 2,000 rows of 2,000 columns pass through it at once.</summary>
    public double MemoryGigabytes { get; init; } = 0.5;

    /// <summary>Bytes that a gzip file may inflate to before the rows that are looked at have come: 2,000 lines of 256 KB, and a second or two where
    /// a file inflates without end.</summary>
    public long InflatedBytes { get; init; } = 512L << 20;

    /// <summary>Bytes of a text that are read from its start for rows all over it; of a longer one, parts in the middle and at the end are.</summary>
    public long SequentialBytes { get; init; } = 16L << 20;

    /// <summary>A cell's trimmed text in SQL, and one character more of it than is shown. One expression: planning several for each of 2,000 columns
    /// takes a minute.</summary>
    internal string Cell(string column) => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"left(trim(({column})::VARCHAR), {CellLength + 1})");

    /// <summary>That text as it is shown; null where there is none.</summary>
    internal string? Shown(string text) => text.Length == 0 ? null : Wording.Cut(text, CellLength);

    /// <summary>Runs one reading within a time.</summary>
    /// <param name="most">The time.</param>
    /// <param name="cancel">Ends it earlier.</param>
    /// <param name="read">Heeds its token.</param>
    /// <param name="late">What to give or throw when the time is up.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    internal static T Within<T>(TimeSpan most, CancellationToken cancel, Func<CancellationToken, T> read, Func<T> late)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(most);
        try
        {
            return read(limited.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return late();
        }
    }
}
