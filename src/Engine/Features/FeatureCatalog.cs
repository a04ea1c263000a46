using Investigator.Engine.Core;
using Investigator.Engine.Features.Catalog;
using Investigator.Engine.Features.Kinds;
using Investigator.Engine.Ingest;

namespace Investigator.Engine.Features;

/// <summary>The features that a run computes: those of its catalogue or of the default one, and those that experts added.</summary>
/// <remarks>
/// All but those that <see cref="FeatureOptions.LookAround"/> adds are point in time: they look at the transaction itself (never at its decision or outcome),
/// at transactions strictly earlier in (time, id) order, and at its sequence. Of earlier transactions the decision is read, and by <see cref="KnownFraud"/> the
/// outcome as far as it was known at the transaction's own time.
/// </remarks>
public static class FeatureCatalog
{
    /// <summary>The catalogue that a run uses: the one that its options hold, otherwise the default one; and the features that experts added.</summary>
    /// <param name="dataset">What it is for.</param>
    /// <param name="pages">Event types that keep their name in sequences, by falling frequency; null where they are not known yet, and then any name is
    /// accepted.</param>
    /// <param name="options">May hold a catalogue.</param>
    /// <param name="file">Where that came from, for messages.</param>
    /// <exception cref="InputException">An option is out of range, or the catalogue or an added feature names what the dataset lacks.</exception>
    public static IReadOnlyList<FeatureDefinition> Of(Dataset dataset, IReadOnlyList<string>? pages, FeatureOptions options, string? file = null)
    {
        options.Validate();
        return options.Catalog is { } catalog ? WithOwn([.. CatalogBinding.Bind(catalog, dataset, pages, file)], dataset, options)
            : Default(dataset, pages, options);
    }

    /// <summary>The catalogue for this dataset; with <paramref name="pages"/> given, the shares of the most frequent ones too.</summary>
    /// <exception cref="InputException">An option is out of range, or an added feature bears a name that is taken or a key that is not mapped.</exception>
    public static IReadOnlyList<FeatureDefinition> Default(Dataset dataset, IReadOnlyList<string>? pages = null, FeatureOptions? options = null)
    {
        options ??= new FeatureOptions();
        options.Validate();
        return WithOwn(DefaultCatalog.Make(dataset, pages ?? [], options), dataset, options);
    }

    /// <summary>Whether the groups that share entities enter the space.</summary>
    public static bool HasGroups(IReadOnlyList<FeatureDefinition> catalog) => catalog.Any(static f => f.Kind == EntityGroup.Kind);

    private static ClockStep? Coarse(FeatureKind kind, Dataset dataset) =>
        (kind is SequenceKind ? dataset.SequenceClock : dataset.TransactionClock) is { } step && step >= ClockStep.Minute ? step : null;

    private static List<FeatureDefinition> WithOwn(List<FeatureDefinition> named, Dataset dataset, FeatureOptions options)
    {
        foreach (var own in options.Own)
        {
            var sound = Checked(own, dataset, named);
            named.Add(sound with { Sql = sound.Kind.Sql(sound) });
        }

        return [.. named.Select(feature => feature.Unit == Units.Seconds ? feature with { Clock = Coarse(feature.Kind, dataset) } : feature)];
    }

    private static FeatureDefinition Checked(FeatureDefinition own, Dataset dataset, List<FeatureDefinition> named)
    {
        if (named.Any(f => f.Name == own.Name)) throw new InputException("an added feature's name is taken", value: own.Name);
        string[] texts = [.. dataset.Attributes.Where(a => !a.Numeric).Select(a => "attribute_" + a.Name)];
        string[] keys = ["account", "page_sequence", .. dataset.Entities.Select(e => "entity_" + e), .. texts,
            .. ColumnDerivation.Of(dataset).Select(static d => d.Column)];
        Require(own.Key, keys);
        switch (own.Kind.CatalogKinds[0].Role)
        {
            case ColumnRole.Number when own.Kind is NumberHistoryKind:
                Require(own.Column, ["amount", .. dataset.Attributes.Where(a => a.Numeric).Select(a => "attribute_" + a.Name)]);
                break;
            case ColumnRole.Text:
                Require(own.Column, keys);
                break;
            case ColumnRole.TextOrDecision:
                Require(own.Column, own.Value is null ? [.. keys, "currency"] : [.. keys, "currency", "decision"]);
                break;
            default:
                break;
        }

        return own;

        void Require(string? column, string[] known)
        {
            if (column is not null && !known.Contains(column, StringComparer.Ordinal)) throw new InputException("an added feature names a column that is "
                + "not mapped", column: own.Name, value: column, expected: string.Join(", ", known));
        }
    }
}
