using Investigator.Engine.Core;
using Investigator.Engine.Features.Catalog;
using Investigator.Engine.Ingest;

namespace Investigator.Engine.Features;

/// <summary>The features that a dataset's mapping makes possible, and those that experts added.</summary>
/// <remarks>
/// All but those that <see cref="FeatureOptions.LookAround"/> adds are point in time: they look at the transaction itself (never at its decision or outcome), at transactions strictly earlier in (time, id) order, and at its sequence.
/// Of earlier transactions the decision is read, the outcome never.
/// </remarks>
public static class FeatureCatalog
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>The catalogue that a run uses: the one that its options hold, otherwise the default one; and the features that experts added.</summary>
    /// <param name="dataset">What it is for.</param>
    /// <param name="pages">Event types that keep their name in sequences, by falling frequency; null where they are not known yet, and then any will do.</param>
    /// <param name="options">May hold a catalogue.</param>
    /// <param name="file">Where that came from, for messages.</param>
    /// <exception cref="InputException">An option is out of range, or the catalogue or an added feature names what the dataset lacks.</exception>
    public static IReadOnlyList<FeatureDefinition> Of(Dataset dataset, IReadOnlyList<string>? pages, FeatureOptions options, string? file = null)
    {
        options.Validate();
        return options.Catalog is { } catalog ? WithOwn([.. CatalogBinding.Bind(catalog, dataset, pages, file)], dataset, options) : Default(dataset, pages, options);
    }

    /// <summary>The catalogue for this dataset; with <paramref name="pages"/> given, the shares of the most frequent ones too.</summary>
    /// <exception cref="InputException">An option is out of range, or an added feature bears a name that is taken or a key that is not mapped.</exception>
    public static IReadOnlyList<FeatureDefinition> Default(Dataset dataset, IReadOnlyList<string>? pages = null, FeatureOptions? options = null)
    {
        options ??= new FeatureOptions();
        options.Validate();
        var made = new List<FeatureDefinition>();
        made.AddRange(OfTransaction(dataset));
        made.AddRange(OfAccount(dataset));
        foreach (var entity in dataset.Entities) made.AddRange(OfEntity(dataset, entity));
        if (dataset.HasEvents) made.AddRange(OfSequence(pages?.Take(options.TopPages) ?? []));
        foreach (var (key, counted) in PairsOf(dataset)) made.Add(OfPair(key, counted));
        if (options.LookAround) made.AddRange(AroundFeatures.Of(dataset));
        if (options.EntityGroups && dataset.Entities.Count > 0) made.Add(new FeatureDefinition { Name = "entity_group", Phrase = "group that shares entities", Unit = "number", Kind = FeatureKind.EntityGroup, Causal = false, Shown = false });
        return WithOwn(MakeNamesUnique(made), dataset, options);
    }

    /// <summary>Whether the groups that share entities enter the space.</summary>
    public static bool HasGroups(IReadOnlyList<FeatureDefinition> catalog) => catalog.Any(static f => f.Kind == FeatureKind.EntityGroup);

    private static List<FeatureDefinition> WithOwn(List<FeatureDefinition> named, Dataset dataset, FeatureOptions options)
    {
        foreach (var own in options.Own) named.Add(WithSql(Checked(own, dataset, named)));
        return named;
    }

    private static IEnumerable<FeatureDefinition> OfTransaction(Dataset dataset)
    {
        if (dataset.Mapping.Transactions.Amount is not null)
        {
            yield return OfColumn("amount", "amount", "currency", FeatureKind.Expression, "amount");
            yield return Feature("amount_ratio", "amount relative to this account's earlier average", "ratio", FeatureKind.AmountRatio, "account", column: "amount");
        }
        if (dataset.Mapping.Transactions.Currency is not null) yield return OfColumn("currency", "currency", "text", FeatureKind.Category, "currency");
        foreach (var attribute in dataset.Attributes)
        {
            var (unit, kind) = attribute.Numeric ? ("number", FeatureKind.Expression) : ("text", FeatureKind.Category);
            yield return OfColumn(FeatureWords.SafeName(attribute.Name), FeatureWords.One(attribute.Name), unit, kind, "attribute_" + attribute.Name);
        }
        yield return Feature("hour", "hour of the day", "hour", FeatureKind.HourOfDay) with { InSpace = false };
        yield return Feature("hour_sin", "time of day, sine of its angle", "number", FeatureKind.DaySine) with { Shown = false };
        yield return Feature("hour_cos", "time of day, cosine of its angle", "number", FeatureKind.DayCosine) with { Shown = false };
    }

    private static IEnumerable<FeatureDefinition> OfAccount(Dataset dataset)
    {
        foreach (var window in (TimeSpan[])[Hour, Day, Week])
        {
            yield return Feature("transactions_by_account_" + FeatureWords.Short(window), "transactions by this account " + FeatureWords.Last(window), "count", FeatureKind.TransactionCount, "account", window);
        }
        if (dataset.Mapping.Transactions.Amount is not null)
        {
            yield return Feature("amount_by_account_24h", "amount spent by this account " + FeatureWords.Last(Day), "currency", FeatureKind.AmountSum, "account", Day, "amount");
        }
        if (dataset.HasDecisions) yield return Feature("declines_by_account_24h", "declines of this account " + FeatureWords.Last(Day), "count", FeatureKind.DeclineCount, "account", Day);
        yield return Feature("since_previous_by_account", "time since this account's previous transaction", "seconds", FeatureKind.SincePrevious, "account");
        yield return Feature("account_age", "time since this account's first transaction", "seconds", FeatureKind.Age, "account");
    }

    private static IEnumerable<FeatureDefinition> OfEntity(Dataset dataset, string entity)
    {
        var (name, key, one, many) = (FeatureWords.SafeName(entity), "entity_" + entity, FeatureWords.One(entity), FeatureWords.Many(entity));
        foreach (var window in (TimeSpan[])[Hour, Day, Week])
        {
            yield return Feature($"transactions_on_{name}_{FeatureWords.Short(window)}", $"transactions on this {one} {FeatureWords.Last(window)}", "count", FeatureKind.TransactionCount, key, window);
        }
        foreach (var window in (TimeSpan[])[Day, Week])
        {
            yield return Feature($"accounts_on_{name}_{FeatureWords.Short(window)}", $"accounts on this {one} {FeatureWords.Last(window)}", "count", FeatureKind.DistinctCount, key, window, "account");
            yield return Feature($"{FeatureWords.SafeName(many)}_by_account_{FeatureWords.Short(window)}", $"{many} used by this account {FeatureWords.Last(window)}", "count", FeatureKind.DistinctCount, "account", window, key);
        }
        if (dataset.Mapping.Transactions.Amount is not null)
        {
            yield return Feature($"amount_on_{name}_24h", $"amount spent on this {one} {FeatureWords.Last(Day)}", "currency", FeatureKind.AmountSum, key, Day, "amount");
        }
        if (dataset.HasDecisions) yield return Feature($"declines_on_{name}_24h", $"declines on this {one} {FeatureWords.Last(Day)}", "count", FeatureKind.DeclineCount, key, Day);
        yield return Feature($"{name}_age", $"time since this {one} was first seen", "seconds", FeatureKind.Age, key);
        yield return Feature($"new_{name}", $"{one} new to this account", "yes or no", FeatureKind.NewForAccount, key);
    }

    /// <summary>Ordered pairs of entities, of the first four: more would drown the rest.</summary>
    private static IEnumerable<(string Key, string Counted)> PairsOf(Dataset dataset) =>
        from key in dataset.Entities.Take(4) from counted in dataset.Entities.Take(4) where key != counted select (key, counted);

    private static FeatureDefinition OfPair(string key, string counted) =>
        Feature($"{FeatureWords.SafeName(FeatureWords.Many(counted))}_on_{FeatureWords.SafeName(key)}_24h", $"{FeatureWords.Many(counted)} used on this {FeatureWords.One(key)} {FeatureWords.Last(Day)}",
            "count", FeatureKind.DistinctCount, "entity_" + key, Day, "entity_" + counted);

    private static IEnumerable<FeatureDefinition> OfSequence(IEnumerable<string> pages)
    {
        yield return Feature("event_count", "events before payment", "count", FeatureKind.EventCount);
        yield return Feature("time_to_payment", "time from the first event to payment", "seconds", FeatureKind.TimeToPayment);
        yield return Feature("mean_dwell", "mean time on a page", "seconds", FeatureKind.MeanDwell);
        yield return Feature("median_dwell", "median time on a page", "seconds", FeatureKind.MedianDwell);
        yield return Feature("dwell_variation", "variation of time on a page", "ratio", FeatureKind.DwellVariation);
        yield return Feature("last_dwell", "time on the last page", "seconds", FeatureKind.LastDwell);
        foreach (var page in pages)
        {
            yield return Feature("share_of_" + FeatureWords.SafeName(page), $"share of events on page {page}", "share", FeatureKind.PageShare, column: page);
        }
        yield return Feature("same_pages_24h", "other transactions with the same page sequence in the last 24 hours", "count", FeatureKind.TransactionCount, "page_sequence", Day);
        yield return Feature("same_pages_7d", "other transactions with the same page sequence in the last 7 days", "count", FeatureKind.TransactionCount, "page_sequence", Week);
        yield return Feature("accounts_same_pages_7d", "accounts with the same page sequence in the last 7 days", "count", FeatureKind.DistinctCount, "page_sequence", Week, "account");
    }

    private static FeatureDefinition OfColumn(string name, string phrase, string unit, FeatureKind kind, string column) =>
        Feature(name, phrase, unit, kind, column: column, sql: CatalogBinding.AttributeSql(column));

    private static FeatureDefinition Feature(string name, string phrase, string unit, FeatureKind kind = FeatureKind.Expression, string? key = null, TimeSpan? window = null, string? column = null, string sql = "") =>
        WithSql(new FeatureDefinition { Name = name, Phrase = phrase, Unit = unit, Kind = kind, Key = key, Window = window, Column = column, Sql = sql });

    private static FeatureDefinition WithSql(FeatureDefinition feature) => feature with { Sql = FeatureSql.Of(feature) };

    /// <summary>Two attributes may differ in signs that a name cannot hold, or be called as a made feature is.</summary>
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

    private static FeatureDefinition Checked(FeatureDefinition own, Dataset dataset, List<FeatureDefinition> named)
    {
        if (named.Any(f => f.Name == own.Name)) throw new InputException("an added feature's name is taken", value: own.Name);
        string[] keys = ["account", "page_sequence", .. dataset.Entities.Select(e => "entity_" + e)];
        string[] numbers = ["amount", .. dataset.Attributes.Where(a => a.Numeric).Select(a => "attribute_" + a.Name)];
        string[] texts = [.. keys, "currency", .. dataset.Attributes.Where(a => !a.Numeric).Select(a => "attribute_" + a.Name), .. own.Value is null ? (ReadOnlySpan<string>)[] : ["decision"]];
        Require(own.Key, keys);
        if (own.Kind.IsOverNumbers()) Require(own.Column, numbers);
        if (own.Kind is FeatureKind.DistinctCount) Require(own.Column, keys);
        if (own.Kind is FeatureKind.Share) Require(own.Column, texts);
        return own;

        void Require(string? column, string[] known)
        {
            if (column is not null && !known.Contains(column, StringComparer.Ordinal)) throw new InputException("an added feature names a column that is not mapped", column: own.Name, value: column, expected: string.Join(", ", known));
        }
    }
}
