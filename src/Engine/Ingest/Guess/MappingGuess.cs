using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Ingest.Sources;

namespace Investigator.Engine.Ingest.Guess;

/// <summary>A mapping guessed from column names and first values, for a person to correct.</summary>
/// <param name="Mapping">Complete; the time is always filled, if necessary with the most likely column.</param>
/// <param name="Notes">What was guessed and why, and what was not found; one sentence each.</param>
public sealed record MappingGuess(Mapping Mapping, IReadOnlyList<string> Notes)
{
    /// <summary>What a person should know of the guess, or must decide.</summary>
    public IReadOnlyList<Advice> Advice { get; init; } = [];

    /// <summary>Whether nothing is left to be decided, so that a load may use it as it is.</summary>
    public bool IsCertain => Advice.All(static a => a.Level != AdviceLevel.Decide);

    /// <param name="transactions">A transactions source.</param>
    /// <param name="events">An events source, or null.</param>
    /// <exception cref="InputException">A source cannot be opened, or has no column for what is required.</exception>
    public static MappingGuess From(string transactions, string? events) =>
        From(SourcePreview.Read(transactions, 0), events is null ? null : SourcePreview.Read(events, 0, table: TableNames.Events));

    /// <param name="transactions">A transactions source as its first rows show it.</param>
    /// <param name="events">An events source, or null.</param>
    /// <param name="cancel">Ends the reading of a column's values.</param>
    /// <exception cref="InputException">A source has no column for what is required, or cannot be read any more.</exception>
    public static MappingGuess From(SourcePreview transactions, SourcePreview? events, CancellationToken cancel = default)
    {
        var (notes, advice) = (new List<string>(), new List<Advice>());
        var mapping = new Mapping { Transactions = TransactionGuess.Of(transactions, events is null, notes, advice, cancel, out var log) };
        if (events is not null)
        {
            mapping = EventGuess.Of(mapping, new ColumnPicker(TableNames.Events, events, null, notes, advice, cancel));
        }
        else if (log is not null)
        {
            var pick = new ColumnPicker(TableNames.Events, transactions, null, [], [], cancel);
            mapping = EventGuess.OfLog(mapping, pick, log);
            notes.Add($"transactions: rows with {WordMeanings.Listed(log.Purchases)} in '{log.Column}' are payments, the others events.");
            // Events need an account: where a person is asked for that, they come with the answer.
            advice = [.. advice.Select(a => a with { Remedies = [.. a.Remedies.Select(r => r with { Mend = m => EventGuess.OfLog(r.Mend(m), pick, log) })] })];
        }
        var use = FormatUse.Of(mapping.Transactions);
        var eventUse = events is null || mapping.Events is null ? null : FormatUse.Of(mapping.Events);
        if (Format(transactions, use) is { } format) mapping = mapping.WithFormat(TableNames.Transactions, _ => format);
        if (eventUse is not null && Format(events!, eventUse) is { } eventFormat) mapping = mapping.WithFormat(TableNames.Events, _ => eventFormat);
        mapping = ZoneGuess.Apply(mapping, new ColumnPicker(TableNames.Transactions, transactions, null, notes, advice, cancel));
        return new MappingGuess(mapping, notes)
        {
            Advice = [.. Used(transactions, use), .. eventUse is null ? [] : Used(events!, eventUse), .. advice],
        };
    }

    /// <summary>What of the format is not as it usually is; null: nothing.</summary>
    private static SourceFormat? Format(SourcePreview preview, FormatUse use) =>
        (preview.Judged is { } judged ? SourceLayout.Of(preview.Files, judged.With(use)) : preview.Format).Unusual();

    /// <summary>How values are written matters of columns that are used, and what counts as a time is asked once.</summary>
    private static IEnumerable<Advice> Used(SourcePreview preview, FormatUse use) =>
        [.. SourceLayout.Advice(preview.Files), .. preview.Judged?.AdviceOn(use) ?? []];
}
