using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Features.Catalog;

/// <summary>A catalogue against one dataset: names become columns, units and SQL are filled in.</summary>
internal static class CatalogBinding
{
    /// <param name="entries">The catalogue.</param>
    /// <param name="dataset">What it is for.</param>
    /// <param name="pages">Pages that keep their name in sequences; null where they are not known yet, and then any will do.</param>
    /// <param name="file">For messages.</param>
    /// <exception cref="InputException">A fault of the catalogue, or something that it names and the dataset lacks, with the nearest name.</exception>
    public static IReadOnlyList<FeatureDefinition> Bind(IReadOnlyList<CatalogEntry> entries, Dataset dataset, IReadOnlyList<string>? pages, string? file = null)
    {
        CatalogCheck.Check(entries, file);
        var columns = new ColumnNames(dataset, pages);
        return [.. entries.Select((entry, i) => Bind(entry, CatalogKinds.Find(entry.Kind)!, dataset, columns, new EntryPlace(file, i, entry.Name)))];
    }

    private static FeatureDefinition Bind(CatalogEntry entry, CatalogKind kind, Dataset dataset, ColumnNames columns, EntryPlace at)
    {
        if ((kind.Feature.IsSequence() || kind.Name == "sequence_repeat" || entry.Entity == ColumnNames.Pages) && !dataset.HasEvents) throw at.Fault("needs events, and the dataset has none", "kind", kind.Name, "a dataset whose mapping has events");
        if (kind.Feature == FeatureKind.DeclineCount && !dataset.HasDecisions) throw at.Fault("needs decisions, and the mapping has none", "kind", kind.Name, "a mapping with \"decision\"");
        var column = entry.Column is { } named ? columns.Find(kind.Role, named, at) : null;
        if (column == ColumnNames.Decision && entry.Value is null) throw at.Fault("a transaction's own decision is not known when it is paid", "value", null, "a decision to look for: approved, challenged or declined");
        WindowText.TryParse(entry.Window ?? WindowText.All, out var window);
        var feature = new FeatureDefinition
        {
            Name = entry.Name,
            Phrase = entry.Phrase,
            Unit = entry.Unit ?? Unit(entry, kind, column, dataset),
            Causal = entry.Causal,
            InSpace = entry.Space,
            Shown = entry.Shown,
            Scale = CatalogKinds.Scales.FirstOrDefault(s => s.Name == entry.Scale).Scale,
            Kind = Kind(entry, kind, column, dataset),
            Key = kind.Name == "sequence_repeat" ? ColumnNames.Pages : entry.Entity is { } entity ? columns.Key(entity, at) : null,
            Window = window,
            Around = entry.Around,
            Column = column,
            Value = entry.Value,
            Sql = entry.Sql ?? (kind.Name == "attribute" ? AttributeSql(column!) : ""),
        };
        if (kind.Name == "attribute" && (feature.Unit == "text") != (feature.Kind == FeatureKind.Category)) throw at.Fault($"the column holds {(feature.Kind == FeatureKind.Category ? "texts" : "numbers")}", "unit", feature.Unit, feature.Kind == FeatureKind.Category ? "text" : "a unit of numbers");
        if (entry.Scale is not null && feature.Kind == FeatureKind.Category) throw at.Fault("the column holds texts, which are not scaled", "scale", entry.Scale, "no scale");
        return feature.Kind == FeatureKind.EntityGroup ? feature : feature with { Sql = FeatureSql.Of(feature) };
    }

    /// <summary>The expression that shows a column of the transaction.</summary>
    public static string AttributeSql(string column) => "t." + (column is "amount" or "currency" ? column : Sql.Name(column));

    private static FeatureKind Kind(CatalogEntry entry, CatalogKind kind, string? column, Dataset dataset) => kind.Name switch
    {
        "dwell" => CatalogKinds.Statistics.First(s => s.Name == entry.Statistic).Feature,
        "attribute" => IsText(column!, dataset) ? FeatureKind.Category : FeatureKind.Expression,
        _ => kind.Feature,
    };

    private static string Unit(CatalogEntry entry, CatalogKind kind, string? column, Dataset dataset) => kind.Name switch
    {
        "dwell" => CatalogKinds.Statistics.First(s => s.Name == entry.Statistic).Unit,
        "attribute" when IsText(column!, dataset) => "text",
        "attribute" or "sum" or "mean" when column == "amount" => "currency",
        _ => kind.Units[0],
    };

    private static bool IsText(string column, Dataset dataset) => column == "currency" || dataset.Attributes.Any(a => !a.Numeric && "attribute_" + a.Name == column);
}
