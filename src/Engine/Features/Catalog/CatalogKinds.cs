namespace Investigator.Engine.Features.Catalog;

/// <summary>Every kind that a catalogue's file may name.</summary>
internal static class CatalogKinds
{
    public static IReadOnlyList<string> Units { get; } = ["count", "seconds", "currency", "ratio", "share", "hour", "yes or no", "number", "text"];

    private static readonly string[] Numbers = ["number", "currency", "seconds", "count", "ratio", "share", "hour", "yes or no"];

    public static IReadOnlyList<CatalogKind> All { get; } =
    [
        new("attribute", FeatureKind.Expression, [.. Numbers, "text"]) { Column = FieldUse.Required, Role = ColumnRole.Attribute },
        new("expression", FeatureKind.Expression, Numbers) { Sql = FieldUse.Required },
        new("category", FeatureKind.Category, "text") { Sql = FieldUse.Required },
        new("count", FeatureKind.TransactionCount, "count") { Entity = FieldUse.Required, Window = FieldUse.Required, Around = true },
        new("declines", FeatureKind.DeclineCount, "count") { Entity = FieldUse.Required, Window = FieldUse.Required, Around = true },
        new("sum", FeatureKind.AmountSum, Numbers) { Entity = FieldUse.Required, Column = FieldUse.Required, Role = ColumnRole.Number, Window = FieldUse.Required },
        new("mean", FeatureKind.Mean, Numbers) { Entity = FieldUse.Required, Column = FieldUse.Required, Role = ColumnRole.Number, Window = FieldUse.Required },
        new("distinct", FeatureKind.DistinctCount, "count") { Entity = FieldUse.Required, Column = FieldUse.Required, Role = ColumnRole.Text, Window = FieldUse.Required, Around = true },
        new("share", FeatureKind.Share, "share") { Entity = FieldUse.Required, Column = FieldUse.Required, Role = ColumnRole.TextOrDecision, Window = FieldUse.Required, Value = FieldUse.Optional },
        new("since_first", FeatureKind.Age, "seconds") { Entity = FieldUse.Required },
        new("since_last", FeatureKind.SincePrevious, "seconds") { Entity = FieldUse.Required },
        new("new_for_account", FeatureKind.NewForAccount, "yes or no") { Entity = FieldUse.Required },
        new("ratio", FeatureKind.AmountRatio, "ratio") { Entity = FieldUse.Required, Column = FieldUse.Required, Role = ColumnRole.Number, Window = FieldUse.Optional },
        new("z_score", FeatureKind.ZScore, "number") { Entity = FieldUse.Required, Column = FieldUse.Required, Role = ColumnRole.Number, Window = FieldUse.Optional },
        new("event_count", FeatureKind.EventCount, "count") { Column = FieldUse.Optional, Role = ColumnRole.Page },
        new("page_share", FeatureKind.PageShare, "share") { Column = FieldUse.Required, Role = ColumnRole.Page },
        new("dwell", FeatureKind.MeanDwell, "seconds", "ratio") { Statistic = FieldUse.Required, Column = FieldUse.Optional, Role = ColumnRole.Page },
        new("time_to_payment", FeatureKind.TimeToPayment, "seconds"),
        new("sequence_repeat", FeatureKind.TransactionCount, "count") { Window = FieldUse.Required, Around = true },
        new("hour", FeatureKind.HourOfDay, "hour"),
        new("day_sine", FeatureKind.DaySine, "number"),
        new("day_cosine", FeatureKind.DayCosine, "number"),
        new("week_sine", FeatureKind.WeekSine, "number"),
        new("week_cosine", FeatureKind.WeekCosine, "number"),
        new("group", FeatureKind.EntityGroup, "number") { NeverCausal = true },
    ];

    /// <summary>Statistics of a dwell.</summary>
    public static IReadOnlyList<(string Name, FeatureKind Feature, string Unit)> Statistics { get; } =
    [
        ("mean", FeatureKind.MeanDwell, "seconds"), ("median", FeatureKind.MedianDwell, "seconds"), ("variation", FeatureKind.DwellVariation, "ratio"),
        ("last", FeatureKind.LastDwell, "seconds"), ("shortest", FeatureKind.ShortestDwell, "seconds"), ("longest", FeatureKind.LongestDwell, "seconds"),
    ];

    /// <summary>Ways to bend a number.</summary>
    public static IReadOnlyList<(string Name, FeatureScale Scale)> Scales { get; } = [("robust", FeatureScale.Robust), ("log", FeatureScale.Log), ("quantile", FeatureScale.Quantile)];

    public static CatalogKind? Find(string name) => All.FirstOrDefault(k => k.Name == name);
}
