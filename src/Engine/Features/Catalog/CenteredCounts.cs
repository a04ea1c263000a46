using Investigator.Engine.Core;
using Investigator.Engine.Features.Kinds;
using Investigator.Engine.Ingest;

namespace Investigator.Engine.Features.Catalog;

/// <summary>The counts to both sides that <see cref="FeatureOptions.LookAround"/> adds.</summary>
internal static class CenteredCounts
{
    private static readonly TimeSpan[] Windows = [TimeSpan.FromDays(1), TimeSpan.FromDays(7)];

    public static IEnumerable<FeatureDefinition> Of(Dataset dataset)
    {
        foreach (var window in Windows)
        {
            foreach (var entity in dataset.Entities)
            {
                var (name, key, one) = (FeatureWords.SafeName(entity), "entity_" + entity, "this " + FeatureWords.One(entity));
                yield return Centered("transactions_around_" + name, "transactions on " + one, TransactionCount.Kind, key, window);
                yield return Centered("accounts_around_" + name, "accounts on " + one, DistinctCount.Kind, key, window, "account");
                if (dataset.HasDecisions) yield return Centered("declines_around_" + name, "declines on " + one, DeclineCount.Kind, key, window);
            }
            if (!dataset.HasEvents) continue;
            yield return Centered("same_pages_around", "transactions with the same page sequence", TransactionCount.Kind, "page_sequence", window);
            yield return Centered("accounts_same_pages_around", "accounts with the same page sequence", DistinctCount.Kind, "page_sequence", window, "account");
        }
    }

    private static FeatureDefinition Centered(string name, string what, FeatureKind kind, string key, TimeSpan window, string? column = null)
    {
        var feature = new FeatureDefinition
        {
            Name = $"{name}_{FeatureWords.Short(window)}",
            Phrase = $"{what} {FeatureWords.Within(window)}",
            Unit = Units.Count,
            Kind = kind,
            Key = key,
            Window = window,
            Column = column,
            Centered = true,
            Causal = false,
        };
        return feature with { Sql = kind.Sql(feature) };
    }
}
