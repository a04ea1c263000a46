using Investigator.Engine.Features.Kinds;
using Investigator.Engine.Ingest;

namespace Investigator.Engine.Features.Catalog;

/// <summary>
/// The names that a catalogue may use for one dataset's columns, and the columns they stand for. A column's own name works too: <c>attribute_age</c>
/// distinguishes an attribute from an entity of the same name.
/// </summary>
internal sealed class ColumnNames(Dataset dataset, IReadOnlyList<string>? pages)
{
    public const string Pages = "page_sequence";
    public const string Decision = "decision";

    /// <summary>The column by which earlier transactions are found.</summary>
    /// <exception cref="Core.InputException">There is none.</exception>
    public string Key(string name, EntryPlace at) => Find("entity", name, at,
        [("account", "account"), .. Entities, .. Attributes(a => !a.Numeric), .. Derived, (Pages, Pages)]);

    /// <summary>The column that a kind looks at; a page's name as it is.</summary>
    /// <exception cref="Core.InputException">There is none.</exception>
    public string Find(ColumnRole role, string name, EntryPlace at) => role switch
    {
        ColumnRole.Page => pages is null ? name : Find("column", name, at, [.. pages.Select(p => (p, p))]),
        ColumnRole.Number => Find("column", name, at, [.. Amount, .. Attributes(a => a.Numeric)]),
        ColumnRole.Attribute => Find("column", name, at, [.. Amount, .. Currency, .. Attributes(_ => true), .. Derived]),
        ColumnRole.Text => Find("column", name, at, Texts),
        _ => Find("column", name, at, dataset.HasDecisions ? [.. Texts, (Decision, Decision)] : Texts),
    };

    /// <summary>Whether a column found here holds texts.</summary>
    public bool HoldsTexts(string column) => column == "currency" || column.StartsWith(DerivedColumn.Prefix, StringComparison.Ordinal)
        || dataset.Attributes.Any(a => !a.Numeric && "attribute_" + a.Name == column);

    private (string Name, string Column)[] Texts =>
        [("account", "account"), .. Entities, .. Currency, .. Attributes(a => !a.Numeric), .. Derived, .. dataset.HasEvents
            ? (ReadOnlySpan<(string, string)>)[(Pages, Pages)] : []];

    private (string Name, string Column)[] Amount => dataset.Mapping.Transactions.Amount is null ? [] : [("amount", "amount")];

    private (string Name, string Column)[] Currency => dataset.Mapping.Transactions.Currency is null ? [] : [("currency", "currency")];

    private IEnumerable<(string Name, string Column)> Derived => ColumnDerivation.Of(dataset).Select(static d => (d.Name, d.Column));

    private IEnumerable<(string Name, string Column)> Entities => dataset.Entities.Select(e => (e, "entity_" + e));

    private IEnumerable<(string Name, string Column)> Attributes(Func<AttributeColumn, bool> which) =>
        dataset.Attributes.Where(which).Select(a => (a.Name, "attribute_" + a.Name));

    private static string Find(string field, string name, EntryPlace at, IReadOnlyList<(string Name, string Column)> known)
    {
        var column = known.FirstOrDefault(k => k.Name == name).Column ?? known.FirstOrDefault(k => k.Column == name).Column;
        return column ?? throw CatalogCheck.Unknown(at, field, name, [.. known.Select(k => k.Name)]);
    }
}
