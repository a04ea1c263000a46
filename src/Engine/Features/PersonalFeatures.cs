using Investigator.Engine.Features.Kinds;
using Investigator.Engine.Ingest;

namespace Investigator.Engine.Features;

/// <summary>Which features show a column's own values, or a part of them, and not only how often they come.</summary>
public static class PersonalFeatures
{
    /// <summary>The category of all rare values, which tells none of them.</summary>
    public const string Rest = Category.Other;

    /// <param name="feature">Any of a run's.</param>
    /// <param name="columns">Stored columns of transactions that hold personal values, each with its name.</param>
    /// <returns>The name of the first whose values it shows; null where it shows none.</returns>
    public static string? Shows(FeatureDefinition feature, IReadOnlyDictionary<string, string> columns)
    {
        // How often a value comes tells none, but where the feature is of one that it names.
        if (feature.Kind is not (Category or Expression)) return feature is { Value: not null, Column: { } of } ? columns.GetValueOrDefault(of) : null;
        if (feature.Column is { } column) return columns.GetValueOrDefault(column) ?? Derived(column, columns);
        // A number or text of an expert's own says in its SQL alone what it reads.
        return columns.FirstOrDefault(c => feature.Sql.Contains(c.Key, StringComparison.OrdinalIgnoreCase)).Value ?? Derived(feature.Sql, columns);
    }

    /// <summary>The network of an address and the domain of an e-mail are parts of them.</summary>
    private static string? Derived(string sql, IReadOnlyDictionary<string, string> columns) => columns.Values.FirstOrDefault(name =>
        sql.Contains($"{DerivedColumn.Prefix}{name}_domain", StringComparison.OrdinalIgnoreCase)
        || sql.Contains($"{DerivedColumn.Prefix}{name}_network", StringComparison.OrdinalIgnoreCase));
}
