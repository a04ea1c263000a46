using Investigator.Engine.Core;
using Investigator.Engine.Features.Kinds;
using Investigator.Engine.Ingest;

namespace Investigator.Engine.Features.Catalog;

/// <summary>The features that a dataset's mapping makes possible.</summary>
/// <remarks>
/// Counts over all the past stay out of the space: they grow with the data's length and tell the first members of a group from its last. They serve rules and
/// what is said of single payments.
/// </remarks>
internal static class DefaultCatalog
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <param name="dataset">What it is for.</param>
    /// <param name="pages">Pages by falling frequency; the first get a share each.</param>
    /// <param name="options">Which parts it has.</param>
    public static List<FeatureDefinition> Make(Dataset dataset, IEnumerable<string> pages, FeatureOptions options)
    {
        var made = new List<FeatureDefinition>();
        made.AddRange(OfTransaction(dataset));
        made.AddRange(OfAccount(dataset));
        foreach (var entity in dataset.Entities) made.AddRange(OfEntity(dataset, entity));
        foreach (var derived in ColumnDerivation.Of(dataset)) made.AddRange(OfDerived(derived));
        if (dataset.HasEvents) made.AddRange(OfSequence(pages.Take(options.TopPages)));
        foreach (var (key, counted) in PairsOf(dataset)) made.Add(OfPair(key, counted));
        made.AddRange(OutcomeFeatures.Of(dataset, options.TopLevels).Select(WithSql));
        made.AddRange(CenteredCounts.OverAll(dataset));
        if (options.LookAround) made.AddRange(CenteredCounts.Of(dataset));
        if (options.EntityGrouping && dataset.Entities.Count > 0)
        {
            made.Add(new FeatureDefinition
            {
                Name = "entity_group",
                Phrase = "group that shares entities",
                Unit = Units.Number,
                Kind = EntityGroup.Kind,
                Causal = false,
                Shown = false
            });
        }
        return MakeNamesUnique(made);
    }

    /// <summary>Of several currencies all amounts count in the first, which rules have to say.</summary>
    private static string Amount(Dataset dataset) => dataset.Currencies is [var first, ..] ? $"amount in {Wording.Quoted(first.Code, 20)}" : "amount";

    private static IEnumerable<FeatureDefinition> OfTransaction(Dataset dataset)
    {
        if (dataset.Mapping.Transactions.Amount is not null)
        {
            yield return OfColumn("amount", Amount(dataset), Units.Currency, Expression.Kind, "amount");
            yield return Feature("amount_ratio", "amount relative to this account's earlier average", Units.Ratio, AmountRatio.Kind, "account",
                column: "amount");
        }
        if (dataset.Mapping.Transactions.Currency is not null) yield return OfColumn("currency", "currency", Units.Text, Category.Kind, "currency");
        foreach (var attribute in dataset.Attributes)
        {
            var (unit, kind) = attribute.Numeric ? (Units.Number, (FeatureKind)Expression.Kind) : (Units.Text, Category.Kind);
            yield return OfColumn(FeatureWords.SafeName(attribute.Name), FeatureWords.One(attribute.Name), unit, kind, "attribute_" + attribute.Name);
        }
        yield return OutsideSpace(Feature("hour", "hour of the day", Units.Hour, HourOfDay.Kind));
        yield return Feature("hour_sin", "time of day, sine of its angle", Units.Number, ClockAngle.DaySine) with { Shown = false };
        yield return Feature("hour_cos", "time of day, cosine of its angle", Units.Number, ClockAngle.DayCosine) with { Shown = false };
    }

    private static IEnumerable<FeatureDefinition> OfAccount(Dataset dataset)
    {
        foreach (var window in (TimeSpan[])[Hour, Day, Week])
        {
            yield return Feature("transactions_by_account_" + FeatureWords.Short(window), "transactions by this account " + FeatureWords.Last(window),
                Units.Count, TransactionCount.Kind, "account", window);
        }

        yield return OutsideSpace(
            Feature("transactions_by_account", "transactions by this account before", Units.Count, TransactionCount.Kind, "account"));
        if (dataset.Mapping.Transactions.Amount is not null)
        {
            yield return Feature("amount_by_account_24h", $"{Amount(dataset)} spent by this account {FeatureWords.Last(Day)}", Units.Currency, AmountSum.Kind,
                "account", Day, "amount");
        }
        if (dataset.HasDecisions)
        {
            yield return Feature("declines_by_account_24h", "declines of this account " + FeatureWords.Last(Day), Units.Count, DeclineCount.Kind,
                "account", Day);
        }
        yield return Feature("since_previous_by_account", "time since this account's previous transaction", Units.Seconds, SincePrevious.Kind, "account");
        yield return Feature("account_age", "time since this account's first transaction", Units.Seconds, Age.Kind, "account");
        if (dataset.Mapping.Transactions.SignedUp is not null)
        {
            yield return Feature("since_sign_up", "time since this account signed up", Units.Seconds, SinceSignUp.Kind);
        }
    }

    private static IEnumerable<FeatureDefinition> OfEntity(Dataset dataset, string entity)
    {
        var (name, key, one, many) = (FeatureWords.SafeName(entity), "entity_" + entity, FeatureWords.One(entity), FeatureWords.Many(entity));
        foreach (var window in (TimeSpan[])[Hour, Day, Week])
        {
            yield return Feature($"transactions_on_{name}_{FeatureWords.Short(window)}", $"transactions on this {one} {FeatureWords.Last(window)}",
                Units.Count, TransactionCount.Kind, key, window);
        }

        yield return OutsideSpace(Feature("transactions_on_" + name, $"transactions on this {one} before", Units.Count, TransactionCount.Kind, key));
        foreach (var window in (TimeSpan[])[Day, Week])
        {
            yield return Feature($"accounts_on_{name}_{FeatureWords.Short(window)}", $"accounts on this {one} {FeatureWords.Last(window)}", Units.Count,
                DistinctCount.Kind, key, window, "account");
            yield return Feature($"{FeatureWords.SafeName(many)}_by_account_{FeatureWords.Short(window)}", $"{many} used by this account "
                + $"{FeatureWords.Last(window)}", Units.Count, DistinctCount.Kind, "account", window, key);
        }
        if (dataset.Mapping.Transactions.Amount is not null)
        {
            yield return Feature($"amount_on_{name}_24h", $"{Amount(dataset)} spent on this {one} {FeatureWords.Last(Day)}", Units.Currency,
                AmountSum.Kind, key, Day, "amount");
        }
        if (dataset.HasDecisions)
        {
            yield return Feature($"declines_on_{name}_24h", $"declines on this {one} {FeatureWords.Last(Day)}", Units.Count, DeclineCount.Kind, key, Day);
        }
        yield return Feature($"{name}_age", $"time since this {one} was first seen", Units.Seconds, Age.Kind, key);
        yield return Feature($"new_{name}", $"{one} new to this account", Units.YesNo, NewForAccount.Kind, key);
    }

    /// <summary>A domain or a network is a weak tie: many innocents share one, so it is no entity, and how many do stays out of the space.</summary>
    private static IEnumerable<FeatureDefinition> OfDerived(DerivedColumn derived)
    {
        var (name, one) = (FeatureWords.SafeName(derived.Name), FeatureWords.One(derived.Name));
        yield return OfColumn(name, one, Units.Text, Category.Kind, derived.Column);
        yield return OutsideSpace(Feature($"accounts_on_{name}_7d", $"accounts on this {one} {FeatureWords.Last(Week)}", Units.Count, DistinctCount.Kind,
            derived.Column, Week, "account"));
    }

    /// <summary>Ordered pairs of the first four entities: more would outnumber the other features.</summary>
    private static IEnumerable<(string Key, string Counted)> PairsOf(Dataset dataset) =>
        from key in dataset.Entities.Take(4) from counted in dataset.Entities.Take(4) where key != counted select (key, counted);

    private static FeatureDefinition OfPair(string key, string counted) =>
        Feature($"{FeatureWords.SafeName(FeatureWords.Many(counted))}_on_{FeatureWords.SafeName(key)}_24h", $"{FeatureWords.Many(counted)} used on this "
            + $"{FeatureWords.One(key)} {FeatureWords.Last(Day)}",
            Units.Count, DistinctCount.Kind, "entity_" + key, Day, "entity_" + counted);

    private static IEnumerable<FeatureDefinition> OfSequence(IEnumerable<string> pages)
    {
        yield return Feature("event_count", "events before payment", Units.Count, EventCount.Kind);
        yield return Feature("time_to_payment", "time from the first event to payment", Units.Seconds, TimeToPayment.Kind);
        yield return Feature("mean_dwell", "mean time on a page", Units.Seconds, Dwell.Mean);
        yield return Feature("median_dwell", "median time on a page", Units.Seconds, Dwell.Median);
        yield return Feature("dwell_variation", "variation of time on a page", Units.Ratio, Dwell.Variation);
        yield return Feature("last_dwell", "time on the last page", Units.Seconds, Dwell.Last);
        foreach (var page in pages)
        {
            yield return Feature("share_of_" + FeatureWords.SafeName(page), $"share of events on page {page}", Units.Share, PageShare.Kind, column: page);
        }
        yield return Feature("same_pages_24h", "other transactions with the same page sequence in the last 24 hours", Units.Count,
            TransactionCount.Kind, "page_sequence", Day);
        yield return Feature("same_pages_7d", "other transactions with the same page sequence in the last 7 days", Units.Count, TransactionCount.Kind,
            "page_sequence", Week);
        yield return Feature("accounts_same_pages_7d", "accounts with the same page sequence in the last 7 days", Units.Count, DistinctCount.Kind,
            "page_sequence", Week, "account");
    }

    private static FeatureDefinition OfColumn(string name, string phrase, string unit, FeatureKind kind, string column) =>
        Feature(name, phrase, unit, kind, column: column);

    private static FeatureDefinition Feature(string name, string phrase, string unit, FeatureKind kind, string? key = null, TimeSpan? window = null,
        string? column = null) =>
        WithSql(new FeatureDefinition { Name = name, Phrase = phrase, Unit = unit, Kind = kind, Key = key, Window = window, Column = column });

    private static FeatureDefinition OutsideSpace(FeatureDefinition feature) => feature with { InSpace = false };

    private static FeatureDefinition WithSql(FeatureDefinition feature) => feature with { Sql = feature.Kind.Sql(feature) };

    /// <summary>Two attributes may differ only in characters that a name cannot hold, or have the name of a generated feature.</summary>
    private static List<FeatureDefinition> MakeNamesUnique(List<FeatureDefinition> features)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal) { "row" };
        return [.. features.Select(feature =>
        {
            var name = feature.Name;
            for (var i = 2; !taken.Add(name); i++) name = FormattableString.Invariant($"{feature.Name}_{i}");
            return feature with { Name = name };
        })];
    }
}
