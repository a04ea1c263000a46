using Investigator.Engine.Ingest;

namespace Investigator.Engine.Features;

/// <summary>The counts to both sides that <see cref="FeatureOptions.LookAround"/> adds.</summary>
internal static class AroundFeatures
{
    private static readonly TimeSpan[] Windows = [TimeSpan.FromDays(1), TimeSpan.FromDays(7)];

    public static IEnumerable<FeatureDefinition> Of(Dataset dataset)
    {
        foreach (var window in Windows)
        {
            foreach (var entity in dataset.Entities)
            {
                var (name, key, one) = (FeatureWords.SafeName(entity), "entity_" + entity, "this " + FeatureWords.One(entity));
                yield return Around("transactions_around_" + name, "transactions on " + one, FeatureKind.TransactionCount, key, window);
                yield return Around("accounts_around_" + name, "accounts on " + one, FeatureKind.DistinctCount, key, window, "account");
                if (dataset.HasDecisions) yield return Around("declines_around_" + name, "declines on " + one, FeatureKind.DeclineCount, key, window);
            }
            if (!dataset.HasEvents) continue;
            yield return Around("same_pages_around", "transactions with the same page sequence", FeatureKind.TransactionCount, "page_sequence", window);
            yield return Around("accounts_same_pages_around", "accounts with the same page sequence", FeatureKind.DistinctCount, "page_sequence", window, "account");
        }
    }

    private static FeatureDefinition Around(string name, string what, FeatureKind kind, string key, TimeSpan window, string? column = null)
    {
        var feature = new FeatureDefinition
        {
            Name = $"{name}_{FeatureWords.Short(window)}",
            Phrase = $"{what} {FeatureWords.Within(window)}",
            Unit = "count",
            Kind = kind,
            Key = key,
            Window = window,
            Column = column,
            Around = true,
            Causal = false,
        };
        return feature with { Sql = FeatureSql.Of(feature) };
    }
}
