using Investigator.Engine.Core;
using Investigator.Engine.Features.Kinds;
using Investigator.Engine.Ingest;

namespace Investigator.Engine.Features.Catalog;

/// <summary>A catalogue applied to one dataset: names become columns; units and SQL are filled in.</summary>
internal static class CatalogBinding
{
    /// <param name="entries">The catalogue.</param>
    /// <param name="dataset">What it is for.</param>
    /// <param name="pages">Pages that keep their name in sequences; null where they are not known yet, and then any name is accepted.</param>
    /// <param name="file">For messages.</param>
    /// <exception cref="InputException">A fault of the catalogue, or something that it names and the dataset lacks, with the nearest name.</exception>
    public static IReadOnlyList<FeatureDefinition> Bind(IReadOnlyList<CatalogEntry> entries, Dataset dataset, IReadOnlyList<string>? pages, string? file = null)
    {
        CatalogCheck.Check(entries, file);
        var columns = new ColumnNames(dataset, pages);
        return [.. entries.Select((entry, i) => Bind(entry, dataset, columns, new EntryPlace(file, i, entry.Name)))];
    }

    private static FeatureDefinition Bind(CatalogEntry entry, Dataset dataset, ColumnNames columns, EntryPlace at)
    {
        var candidates = FeatureKindRegistry.Named(entry.Kind).Where(k => k.Statistic == entry.Statistic).ToArray();
        if ((candidates[0].NeedsEvents || entry.Entity == ColumnNames.Pages) && !dataset.HasEvents)
        {
            throw at.Fault("needs events, and the dataset has none", "kind", entry.Kind, "a dataset whose mapping has events");
        }

        if (candidates[0].NeedsDecisions && !dataset.HasDecisions)
        {
            throw at.Fault("needs decisions, and the mapping has none", "kind", entry.Kind, "a mapping with \"decision\"");
        }

        if (candidates[0].NeedsSignUps && dataset.Mapping.Transactions.SignedUp is null)
        {
            throw at.Fault("needs times of sign-up, and the mapping has none", "kind", entry.Kind, "a mapping with \"signed_up\"");
        }

        var column = entry.Column is { } named ? columns.Find(candidates[0].Role, named, at) : null;
        if (column == ColumnNames.Decision && entry.Value is null)
        {
            throw at.Fault("a transaction's own decision is not known when it is paid", "value", null,
                "a decision to look for: approved, challenged or declined");
        }

        var kind = candidates.Single(k => k.OfTexts is null || k.OfTexts == columns.HoldsTexts(column!));
        WindowText.TryParse(entry.Window ?? WindowText.All, out var window);
        var feature = new FeatureDefinition
        {
            Name = entry.Name,
            Phrase = entry.Phrase,
            Unit = entry.Unit ?? kind.UnitOf(column),
            Causal = entry.Causal,
            InSpace = entry.Space,
            Shown = entry.Shown,
            Weight = entry.Weight,
            Scale = FeatureScaleNames.Parse(entry.Scale),
            Kind = kind.Feature,
            Key = kind.Key ?? (entry.Entity is { } entity ? columns.Key(entity, at) : null),
            Window = window,
            Centered = entry.Centered,
            Column = column,
            Value = entry.Value,
            Sql = entry.Sql ?? "",
        };
        CheckUnitAndScale(feature, kind, entry, at);
        return feature with { Sql = kind.Feature.Sql(feature) };
    }

    private static void CheckUnitAndScale(FeatureDefinition feature, CatalogKind kind, CatalogEntry entry, EntryPlace at)
    {
        if (!kind.Units.Contains(feature.Unit))
        {
            var (holds, expected) = kind.Feature.IsNumber ? ("numbers", "a unit of numbers") : ("texts", Units.Text);
            throw at.Fault($"the column holds {holds}", "unit", feature.Unit, expected);
        }

        if (entry.Scale is not null && !kind.Feature.IsNumber) throw at.Fault("the column holds texts, which are not scaled", "scale", entry.Scale, "no scale");
    }
}
