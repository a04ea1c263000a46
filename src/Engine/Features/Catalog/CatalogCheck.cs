using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Features.Kinds;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Features.Catalog;

/// <summary>What can be checked of a catalogue without a dataset: kinds, fields, windows, units, names.</summary>
internal static class CatalogCheck
{
    private const double MaxWeight = 100;

    /// <param name="entries">The catalogue.</param>
    /// <param name="file">For messages; null where it came with the run's options.</param>
    /// <exception cref="InputException">Names the first fault by entry and field.</exception>
    public static void Check(IReadOnlyList<CatalogEntry> entries, string? file = null)
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            var at = new EntryPlace(file, i, entry.Name);
            CheckName(entry, at);
            if (!names.TryAdd(entry.Name, i))
            {
                throw at.Fault($"the name was used before, by features[{names[entry.Name]}]", "name", entry.Name, "each name once");
            }
            if (string.IsNullOrWhiteSpace(entry.Phrase)) throw at.Fault("lacks a phrase", "phrase", null, "how the feature is said in a sentence, such as "
                + "\"accounts on this device in the last 24 hours\"");
            var kinds = FeatureKindRegistry.Named(entry.Kind);
            if (kinds.Count == 0) throw Unknown(at, "kind", entry.Kind, FeatureKindRegistry.CatalogNames);
            foreach (var (field, use, value) in kinds[0].Fields(entry)) CheckField(kinds[0], field, use, value, at);
            CheckValues(kinds, entry, at);
        }
    }

    /// <summary>For an unknown name: says which name was probably meant.</summary>
    public static InputException Unknown(EntryPlace at, string field, string name, IReadOnlyList<string> known) =>
        at.Fault($"the {field} is not known", field, name,
            $"one of {string.Join(", ", known)}" + (NearestName.Of(name, known) is { } near ? $"; nearest is '{near}'" : ""));

    private static void CheckName(CatalogEntry entry, EntryPlace at)
    {
        if (entry.Name.Length == 0) throw at.Fault("lacks a name", "name", null, "a name, such as accounts_on_device_24h");
        if (!entry.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_') || char.IsAsciiDigit(entry.Name[0]) || entry.Name == "row")
        {
            throw at.Fault("the name cannot be used", "name", entry.Name, "lower-case letters, digits and _, not 'row', no digit first");
        }
    }

    private static void CheckField(CatalogKind kind, string field, FieldUse use, string? value, EntryPlace at)
    {
        if (use == FieldUse.Required && string.IsNullOrWhiteSpace(value))
        {
            throw at.Fault($"lacks its {field}", field, null, field == "window" ? WindowText.Expected : $"a {field}, which the kind {kind.Name} needs");
        }
        if (use == FieldUse.None && value is not null) throw at.Fault($"the kind {kind.Name} takes no {field}", field, value, $"no {field}");
    }

    /// <param name="kinds">Those with the entry's name.</param>
    private static void CheckValues(IReadOnlyList<CatalogKind> kinds, CatalogEntry entry, EntryPlace at)
    {
        var (name, kind) = (entry.Kind, kinds[0]);
        if (entry.Window is { } window && !WindowText.TryParse(window, out _))
        {
            throw at.Fault("the window cannot be read", "window", window, WindowText.Expected);
        }
        var units = kinds.Where(k => k.Statistic == entry.Statistic).SelectMany(static k => k.Units).Distinct().ToList();
        if (units.Count == 0) throw Unknown(at, "statistic", entry.Statistic!, [.. kinds.Select(static k => k.Statistic!)]);
        if (entry.Unit is { } unit && !units.Contains(unit))
        {
            throw at.Fault($"the unit does not fit the kind {name}", "unit", unit, units.Count == 1 ? units[0] : $"one of {string.Join(", ", units)}");
        }

        if (entry.Sql is { } sql && SqlExpression.FindFault(sql) is { } fault)
        {
            throw at.Fault("the SQL cannot be used: " + fault, "sql", sql, "one DuckDB expression over one transaction t");
        }

        if (entry.Scale is { } scale)
        {
            if (!FeatureScaleNames.All.Contains(scale)) throw Unknown(at, "scale", scale, FeatureScaleNames.All);
            if (!kinds.Any(static k => k.Feature.IsNumber)) throw at.Fault($"the kind {name} is not a number that can be scaled", "scale", scale, "no scale");
        }

        if (entry.Weight is not (null or (>= 0 and <= MaxWeight)))
        {
            throw at.Fault("the weight is out of range", "weight", entry.Weight?.ToString(CultureInfo.InvariantCulture), "0 to 100 ordinary features");
        }

        if (entry.Centered && !kind.Centered) throw at.Fault($"the kind {name} cannot look to both sides", "around", "true", "a count");
        if (entry.Causal && (entry.Centered || kind.NeverCausal))
        {
            throw at.Fault("looks at later transactions", "causal", "true", "false, so that it stays out of rules");
        }
    }
}
