using Investigator.Engine.Ingest;

namespace Investigator.Web.Pages.Datasets;

/// <summary>The chosen files as their first rows show them, and the mapping guessed from that.</summary>
internal sealed record SourceView(SourcePreview Transactions, SourcePreview? Events, MappingDraft Draft, IReadOnlyList<string> Notes)
{
    public IReadOnlyList<string> Columns { get; } = [.. Transactions.Columns.Select(c => c.Name)];

    public IReadOnlyList<string> EventColumns { get; } = Events is null ? [] : [.. Events.Columns.Select(c => c.Name)];

    /// <exception cref="Engine.Core.InputException">A file cannot be opened or is not a table.</exception>
    public static SourceView Read(string transactions, string? events, int rows)
    {
        var guess = MappingGuess.From(transactions, events);
        return new SourceView(
            SourcePreview.Read(transactions, rows), events is null ? null
            : SourcePreview.Read(events, rows), MappingDraft.From(guess.Mapping, events is not null), guess.Notes);
    }

    /// <summary>Different values of a transaction column among the rows looked at.</summary>
    public IEnumerable<string> Values(string column) => Transactions.Columns.FirstOrDefault(c => c.Name == column)?.Examples ?? [];

    /// <summary>Which part each event column plays; absent when it plays none.</summary>
    public IReadOnlyDictionary<string, string> EventParts()
    {
        var parts = new Dictionary<string, string>();
        var e = Draft.Events!;
        foreach (var (column, part) in (IEnumerable<(string?, string)>)[(e.Account, "account"), (e.Time, "time"), (e.Type, "type"),
            (e.Transaction, "transaction"), (e.Session, "session"), (e.DwellMs, "dwell")])
        {
            if (!string.IsNullOrEmpty(column)) parts.TryAdd(column, part);
        }

        return parts;
    }
}
