using Investigator.Engine.Features.Kinds;

namespace Investigator.Engine.Features.Catalog;

/// <summary>Features written in the words of a catalogue's file.</summary>
internal static class CatalogWriter
{
    public static CatalogEntry Of(FeatureDefinition feature)
    {
        var kind = FeatureKindRegistry.CatalogKindOf(feature);
        var hasWindow = kind.Window == FieldUse.Required || (kind.Window == FieldUse.Optional && feature.Window is not null);
        return new CatalogEntry
        {
            Name = feature.Name,
            Kind = kind.Name,
            Entity = kind.Entity == FieldUse.None ? null : KeyOf(feature.Key!),
            Column = kind.Column == FieldUse.None ? null : ColumnOf(feature, kind),
            Value = feature.Value,
            Window = hasWindow ? WindowText.Of(feature.Window) : null,
            Statistic = kind.Statistic,
            Sql = kind.Sql == FieldUse.None ? null : feature.Sql,
            Weight = feature.Weight,
            Scale = FeatureScaleNames.Of(feature.Scale),
            Unit = feature.Unit,
            Phrase = feature.Phrase,
            Causal = feature.Causal,
            Space = feature.InSpace,
            Shown = feature.Shown,
            Centered = feature.Centered,
        };
    }

    private static string? ColumnOf(FeatureDefinition feature, CatalogKind kind) => kind.Role switch
    {
        ColumnRole.Page => feature.Column,
        ColumnRole.Number => Short(feature.Column ?? "amount"),
        ColumnRole.Text or ColumnRole.TextOrDecision when feature.Column!.StartsWith("attribute_", StringComparison.Ordinal) => feature.Column,
        _ => Short(feature.Column!),
    };

    /// <summary>An attribute by its column's name, as an entity may have the same.</summary>
    private static string KeyOf(string key) => key.StartsWith("attribute_", StringComparison.Ordinal) ? key : Short(key);

    private static string Short(string column) => column.StartsWith("entity_", StringComparison.Ordinal) ? column["entity_".Length..]
        : column.StartsWith("attribute_", StringComparison.Ordinal) ? column["attribute_".Length..]
        : column.StartsWith(DerivedColumn.Prefix, StringComparison.Ordinal) ? column[DerivedColumn.Prefix.Length..]
        : column;
}
