using Investigator.Engine.Core;
using Investigator.Engine.Features.Kinds;
using Investigator.Engine.Ingest;

namespace Investigator.Engine.Features.Catalog;

/// <summary>What was known of earlier outcomes, by account, entity and attribute: made where the mapping says when an outcome became known.</summary>
/// <remarks>
/// Without that time an outcome counts as known at once, and the features would know what nobody knew. A count looks at all the past; a share at what became
/// known in the last 30 days, as a compromised place heals and one of millions of payments forgets nothing otherwise.
/// </remarks>
internal static class OutcomeFeatures
{
    private static readonly TimeSpan Recent = TimeSpan.FromDays(30);

    public static IEnumerable<FeatureDefinition> Of(Dataset dataset, int topLevels)
    {
        if (dataset.Mapping.Transactions.Outcome?.KnownAt is null) yield break;
        yield return Frauds("by_account", "of this account", "account");
        yield return Share("by_account", "of this account", "account");
        foreach (var entity in dataset.Entities)
        {
            var (name, place) = ("on_" + FeatureWords.SafeName(entity), "on this " + FeatureWords.One(entity));
            yield return Frauds(name, place, "entity_" + entity);
            yield return Share(name, place, "entity_" + entity);
        }

        foreach (var derived in ColumnDerivation.Of(dataset))
        {
            yield return Share("on_" + FeatureWords.SafeName(derived.Name), "on this " + FeatureWords.One(derived.Name), derived.Column);
        }

        foreach (var attribute in dataset.Attributes.Where(a => !a.Numeric && IsTelling(dataset, "attribute_" + a.Name, topLevels)))
        {
            yield return Share("with_" + FeatureWords.SafeName(attribute.Name), "with this " + FeatureWords.One(attribute.Name), "attribute_" + attribute.Name);
        }
    }

    /// <summary>Whether a text has more values than a category keeps by name, and they come again.</summary>
    private static bool IsTelling(Dataset dataset, string column, int topLevels) =>
        dataset.Quality.FirstOrDefault(q => q.Table == "transactions" && q.Column == column) is { } quality
        && quality.Distinct > topLevels && 2 * quality.Distinct <= dataset.TransactionCount - quality.Missing;

    private static FeatureDefinition Frauds(string name, string place, string key) => new()
    {
        Name = "known_fraud_" + name,
        Phrase = $"known frauds {place} before",
        Unit = Units.Count,
        Kind = KnownFraud.Count,
        Key = key,
    };

    private static FeatureDefinition Share(string name, string place, string key) => new()
    {
        Name = $"known_fraud_share_{name}_{FeatureWords.Short(Recent)}",
        Phrase = $"share of fraud among the outcomes {place} that became known {FeatureWords.Last(Recent)}",
        Unit = Units.Share,
        Kind = KnownFraud.Share,
        Key = key,
        Window = Recent,
    };
}
