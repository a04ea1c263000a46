using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Guess;
using Investigator.Engine.Ingest.Sources;

namespace Investigator.Datasets;

/// <summary>A source's first rows, and the mapping guessed from them.</summary>
public sealed record SourceGuess(OfferedSource Transactions, SourcePreview TransactionsPreview, OfferedSource? Events, SourcePreview? EventsPreview,
    MappingGuess Guess)
{
    /// <summary>By which mappings are found that a file with the same columns was loaded with: <see cref="SavedMappingQueries"/>.</summary>
    public string Header { get; } =
        SourceHeader.Of(TransactionsPreview.Columns.Select(static c => c.Name), EventsPreview?.Columns.Select(static c => c.Name));
}

/// <summary>What a person has said already of how two sources are laid out and written; null where nothing.</summary>
public sealed record GivenFormats(SourceFormat? Transactions = null, SourceFormat? Events = null)
{
    public static GivenFormats Of(Mapping? mapping) => new(mapping?.Transactions.Format, mapping?.Events?.Format);
}

/// <summary>Reads sources for pages, in turn with whatever else pages have read.</summary>
public sealed class PreviewReader(AllowedSources sources, ReadingTurns turns)
{
    /// <summary>Columns whose words are looked for in the whole file: the decision and the outcome.</summary>
    private const int WholeColumns = 2;

    /// <summary>What one reading may cost.</summary>
    public PreviewBudget Budget { get; internal set; } = new();

    /// <param name="transactions">A source's id.</param>
    /// <param name="events">Another's, or null.</param>
    /// <param name="rows">Rows to show of each.</param>
    /// <param name="waiting">Called when others are being read and this one must wait for its turn.</param>
    /// <param name="cancel">Ends the waiting or the reading, within a moment.</param>
    /// <param name="formats">What is known of the formats; the rest is found out.</param>
    /// <exception cref="InputException">A source is not allowed, is not a table, or asks for more than the budget.</exception>
    public Task<SourceGuess> ReadAsync(
        string transactions, string? events, int rows, Action waiting, CancellationToken cancel, GivenFormats? formats = null) => turns.RunAsync(
            transactions, (2 * Budget.Time) + (WholeColumns * Budget.ValuesTime),
            () => Read(transactions, events, rows, formats ?? new GivenFormats(), cancel), waiting, cancel);

    private SourceGuess Read(string transactions, string? events, int rows, GivenFormats formats, CancellationToken cancel)
    {
        using var first = Preview(transactions, TableNames.Transactions, formats.Transactions);
        using var second = events is null ? null : Preview(events, TableNames.Events, formats.Events);
        var guess = MappingGuess.From(first, second, cancel);
        return new SourceGuess(Describe(transactions), first, events is null ? null : Describe(events), second, guess);

        SourcePreview Preview(string id, string table, SourceFormat? format) =>
            SourcePreview.Read(sources.Resolve(id), rows, Budget, cancel, held: true, table: table, format: format);

        OfferedSource Describe(string id) => sources.Describe(id)
            ?? throw new InputException("the file is not there any more", value: SourceName.Shown(id), expected: "a file that stays where it is");
    }
}
