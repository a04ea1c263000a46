using System.Reflection;

namespace Investigator.Engine.Features.Kinds;

/// <summary>Every kind there is: the static properties of kinds in this assembly, so that a new kind is a new file and no list to extend.</summary>
internal static class FeatureKindRegistry
{
    /// <summary>By name.</summary>
    public static IReadOnlyList<FeatureKind> All { get; } =
    [
        .. typeof(FeatureKind).Assembly.GetTypes().Where(static t => t.IsSubclassOf(typeof(FeatureKind)))
            .SelectMany(static t => t.GetProperties(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(static p => p.PropertyType.IsSubclassOf(typeof(FeatureKind))).Select(static p => (FeatureKind)p.GetValue(null)!)
            .OrderBy(static k => k.Name, StringComparer.Ordinal),
    ];

    /// <summary>Every way in which a catalogue's file may name a kind, by that name.</summary>
    public static IReadOnlyList<CatalogKind> CatalogKinds { get; } = [.. All.SelectMany(static k => k.CatalogKinds)
        .OrderBy(static k => k.Name, StringComparer.Ordinal)];

    /// <summary>The names that a catalogue's file may use.</summary>
    public static IReadOnlyList<string> CatalogNames { get; } = [.. CatalogKinds.Select(static k => k.Name).Distinct()];

    /// <summary>The statistics of the kinds that have one.</summary>
    public static IReadOnlyList<string> Statistics { get; } = [.. CatalogKinds.Select(static k => k.Statistic).OfType<string>()];

    /// <summary>
    /// The kinds with a name of the catalogue's file; they take the same fields and differ in their statistic, or in whether the column holds texts.
    /// </summary>
    /// <returns>Empty when the name is not known.</returns>
    public static IReadOnlyList<CatalogKind> Named(string name) => [.. CatalogKinds.Where(k => k.Name == name)];

    /// <summary>What a catalogue's file calls the kind of a feature.</summary>
    public static CatalogKind CatalogKindOf(FeatureDefinition feature) => feature.Kind.CatalogKinds.First(k => k.Matches(feature));
}
