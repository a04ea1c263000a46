using Investigator.Engine.Core;
using Investigator.Engine.Features.Kinds;
using Investigator.Engine.Ingest;

namespace Investigator.Engine.Features.Catalog;

/// <summary>The counts to both sides: those over all the data, and those that <see cref="FeatureOptions.LookAround"/> adds.</summary>
internal static class CenteredCounts
{
    private static readonly TimeSpan[] Windows = [TimeSpan.FromDays(1), TimeSpan.FromDays(7)];

    /// <summary>
    /// How often an account or entity comes at all: whoever comes once and never again differs from a regular customer's first time, which counts that look
    /// only back cannot tell. They serve what is said of payments after the fact; the space and rules leave them out.
    /// </summary>
    public static IEnumerable<FeatureDefinition> OverAll(Dataset dataset)
    {
        yield return Over("transactions_by_account_overall", "transactions by this account in all the data", TransactionCount.Kind, "account");
        foreach (var entity in dataset.Entities)
        {
            var (name, key, one) = (FeatureWords.SafeName(entity), "entity_" + entity, "this " + FeatureWords.One(entity));
            yield return Over($"transactions_on_{name}_overall", $"transactions on {one} in all the data", TransactionCount.Kind, key);
            yield return Over($"accounts_on_{name}_overall", $"accounts on {one} in all the data", DistinctCount.Kind, key, "account");
        }
    }

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

    private static FeatureDefinition Centered(string name, string what, FeatureKind kind, string key, TimeSpan window, string? column = null) =>
        Both($"{name}_{FeatureWords.Short(window)}", $"{what} {FeatureWords.Within(window)}", kind, key, window, column);

    private static FeatureDefinition Over(string name, string what, FeatureKind kind, string key, string? column = null) =>
        Both(name, what, kind, key, null, column) with { InSpace = false };

    private static FeatureDefinition Both(string name, string phrase, FeatureKind kind, string key, TimeSpan? window, string? column)
    {
        var feature = new FeatureDefinition
        {
            Name = name,
            Phrase = phrase,
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
