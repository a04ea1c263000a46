using Investigator.Engine.Features.Catalog;

namespace Investigator.Engine.Tests.Features.Catalog;

/// <summary>A catalogue with every kind, for the shop that <see cref="FeatureRun.RandomShop"/> makes.</summary>
internal static class EveryKind
{
    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [
        new() { Name = "amount", Kind = "attribute", Column = "amount", Scale = "quantile", Phrase = "amount" },
        new() { Name = "browser", Kind = "attribute", Column = "browser", Phrase = "browser" },
        new() { Name = "age_squared", Kind = "expression", Sql = "t.attribute_age * t.attribute_age", Phrase = "age squared" },
        new() { Name = "first_letter", Kind = "category", Sql = "left(t.entity_device, 1)", Phrase = "first letter of the device" },
        new() { Name = "on_device", Kind = "count", Entity = "device", Window = "36h", Phrase = "transactions on this device" },
        new() { Name = "declined", Kind = "declines", Entity = "card", Window = "7d", Phrase = "declines on this card" },
        new() { Name = "age_sum", Kind = "sum", Entity = "device", Column = "age", Window = "24h", Phrase = "ages together on this device" },
        new() { Name = "mean_amount", Kind = "mean", Entity = "card", Column = "amount", Window = "7d", Phrase = "mean amount on this card" },
        new() { Name = "mean_age_ever", Kind = "mean", Entity = "device", Column = "age", Window = "all", Phrase = "mean age on this device" },
        new() { Name = "browsers", Kind = "distinct", Entity = "account", Column = "browser", Window = "all", Phrase = "browsers of this account" },
        new() { Name = "declined_share", Kind = "share", Entity = "device", Column = "decision", Value = "declined", Window = "7d",
            Phrase = "share declined on this device" },
        new() { Name = "same_browser", Kind = "share", Entity = "account", Column = "browser", Window = "all", Phrase = "share with this browser" },
        new() { Name = "same_pages_share", Kind = "share", Entity = "device", Column = "page_sequence", Window = "7d", Phrase = "share with the same pages" },
        new() { Name = "never_seen", Kind = "share", Entity = "device", Column = "browser", Value = "none such", Window = "24h",
            Phrase = "share with a browser that is none" },
        new() { Name = "device_age", Kind = "since_first", Entity = "device", Phrase = "time since this device was first seen" },
        new() { Name = "device_gap", Kind = "since_last", Entity = "device", Phrase = "time since this device was last seen" },
        new() { Name = "new_card", Kind = "new_for_account", Entity = "card", Phrase = "card new to this account" },
        new() { Name = "ratio_ever", Kind = "ratio", Entity = "account", Column = "amount", Phrase = "amount against this account's mean" },
        new() { Name = "ratio_24h", Kind = "ratio", Entity = "account", Column = "age", Window = "24h", Phrase = "age against this account's mean" },
        new() { Name = "z_ever", Kind = "z_score", Entity = "account", Column = "amount", Phrase = "amount against this account's history" },
        new() { Name = "z_24h", Kind = "z_score", Entity = "device", Column = "amount", Window = "24h", Phrase = "amount against this device's day" },
        new() { Name = "events", Kind = "event_count", Phrase = "events" },
        new() { Name = "events_p1", Kind = "event_count", Column = "p1", Phrase = "events on p1" },
        new() { Name = "share_p0", Kind = "page_share", Column = "p0", Phrase = "share on p0" },
        new() { Name = "dwell_mean", Kind = "dwell", Statistic = "mean", Phrase = "mean dwell" },
        new() { Name = "dwell_median", Kind = "dwell", Statistic = "median", Column = "p2", Phrase = "median dwell on p2" },
        new() { Name = "dwell_variation", Kind = "dwell", Statistic = "variation", Phrase = "variation of dwell" },
        new() { Name = "dwell_last", Kind = "dwell", Statistic = "last", Column = "p0", Phrase = "last dwell on p0" },
        new() { Name = "dwell_shortest", Kind = "dwell", Statistic = "shortest", Phrase = "shortest dwell" },
        new() { Name = "dwell_longest", Kind = "dwell", Statistic = "longest", Column = "p1", Phrase = "longest dwell on p1" },
        new() { Name = "to_payment", Kind = "time_to_payment", Phrase = "time to payment" },
        new() { Name = "repeats", Kind = "sequence_repeat", Window = "7d", Phrase = "transactions with the same pages" },
        new() { Name = "at_hour", Kind = "hour", Phrase = "hour", Space = false },
        new() { Name = "day_sine", Kind = "day_sine", Phrase = "time of day, sine", Shown = false },
        new() { Name = "day_cosine", Kind = "day_cosine", Phrase = "time of day, cosine", Shown = false },
        new() { Name = "week_sine", Kind = "week_sine", Phrase = "time of the week, sine", Shown = false },
        new() { Name = "week_cosine", Kind = "week_cosine", Phrase = "time of the week, cosine", Shown = false },
        new() { Name = "around", Kind = "count", Entity = "device", Window = "24h", Centered = true, Causal = false, Phrase = "transactions around" },
        new() { Name = "declines_around", Kind = "declines", Entity = "device", Window = "24h", Centered = true, Causal = false, Phrase = "declines around" },
        new() { Name = "cards_around", Kind = "distinct", Entity = "device", Column = "card", Window = "24h", Centered = true, Causal = false,
            Phrase = "cards around" },
        new() { Name = "pages_around", Kind = "sequence_repeat", Window = "24h", Centered = true, Causal = false, Phrase = "same pages around" },
        new() { Name = "crew", Kind = "group", Causal = false, Phrase = "group that shares entities", Shown = false },
    ];
}
