namespace Investigator.Engine.Features.Catalog;

/// <summary>Features put back into the words of a catalogue's file.</summary>
internal static class CatalogEntries
{
    public static CatalogEntry Of(FeatureDefinition feature)
    {
        var kind = KindOf(feature);
        var numbers = feature.Kind.IsOverNumbers();
        return new CatalogEntry
        {
            Name = feature.Name,
            Kind = kind.Name,
            Entity = kind.Entity == FieldUse.None ? null : Short(feature.Key!),
            Column = kind.Column == FieldUse.None ? null : ColumnOf(feature, kind, numbers),
            Value = feature.Value,
            Window = kind.Window == FieldUse.None || (kind.Window == FieldUse.Optional && feature.Window is null) ? null : WindowText.Of(feature.Window),
            Statistic = kind.Statistic == FieldUse.None ? null : CatalogKinds.Statistics.First(s => s.Feature == feature.Kind).Name,
            Sql = kind.Sql == FieldUse.None ? null : feature.Sql,
            Scale = CatalogKinds.Scales.FirstOrDefault(s => s.Scale == feature.Scale).Name,
            Unit = feature.Unit,
            Phrase = feature.Phrase,
            Causal = feature.Causal,
            Space = feature.InSpace,
            Shown = feature.Shown,
            Around = feature.Around,
        };
    }

    private static CatalogKind KindOf(FeatureDefinition feature)
    {
        if (feature.Kind is FeatureKind.Expression or FeatureKind.Category && feature.Column is not null) return CatalogKinds.Find("attribute")!;
        if (feature is { Kind: FeatureKind.TransactionCount, Key: ColumnNames.Pages }) return CatalogKinds.Find("sequence_repeat")!;
        if (CatalogKinds.Statistics.Any(s => s.Feature == feature.Kind)) return CatalogKinds.Find("dwell")!;
        return CatalogKinds.All.First(k => k.Feature == feature.Kind && k.Name != "attribute");
    }

    private static string? ColumnOf(FeatureDefinition feature, CatalogKind kind, bool numbers) => kind.Role switch
    {
        ColumnRole.Page => feature.Column,
        ColumnRole.Text or ColumnRole.TextOrDecision when feature.Column!.StartsWith("attribute_", StringComparison.Ordinal) => feature.Column,
        _ => Short(numbers ? feature.Column ?? "amount" : feature.Column!),
    };

    private static string Short(string column) =>
        column.StartsWith("entity_", StringComparison.Ordinal) ? column["entity_".Length..] : column.StartsWith("attribute_", StringComparison.Ordinal) ? column["attribute_".Length..] : column;
}
