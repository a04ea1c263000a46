using Investigator.Datasets;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Sources;

namespace Investigator.Web.Pages.Datasets;

/// <summary>The chosen files as their first rows show them, and the mapping guessed from that.</summary>
internal sealed record SourceView(SourceGuess Source, MappingDraft Draft)
{
    public SourcePreview Transactions => Source.TransactionsPreview;

    public IReadOnlyList<string> Notes => Source.Guess.Notes;

    public IReadOnlyList<string> Columns { get; } = [.. Source.TransactionsPreview.Columns.Select(c => c.Name)];

    public IReadOnlyList<string> EventColumns { get; } = Source.EventsPreview is null ? [] : [.. Source.EventsPreview.Columns.Select(c => c.Name)];

    public static SourceView From(SourceGuess source) => new(source, MappingDraft.From(source.Guess.Mapping, source.Events is not null));

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
