using System.Text.Json.Serialization;

namespace Investigator.Engine.Features.Kinds;

/// <summary>How a feature is computed: from the transaction itself, from earlier transactions with the same key, or from the sequence.</summary>
/// <remarks>
/// A kind is one file in this folder, which holds all of it: its name, the words of the catalogue's file for it (from which the published schema is made),
/// its SQL and its computation. <see cref="FeatureKindRegistry"/> finds it there.
/// </remarks>
/// <param name="name">As stored runs spell it: <c>transaction_count</c>.</param>
[JsonConverter(typeof(FeatureKindConverter))]
public abstract class FeatureKind(string name)
{
    public string Name { get; } = name;

    /// <summary>What a catalogue's file may call it.</summary>
    internal abstract IReadOnlyList<CatalogKind> CatalogKinds { get; }

    /// <summary>Whether its values are numbers: a category's are not, nor are the numbers of groups.</summary>
    internal virtual bool IsNumber => true;

    /// <summary>Whether it looks at other transactions with the same value of a column.</summary>
    internal virtual bool NeedsKey => false;

    /// <summary>Whether it has no column of its own to look at where none is named.</summary>
    internal virtual bool NeedsColumn => false;

    /// <summary>The DuckDB expression over one transaction <c>t</c> that gives the same values.</summary>
    internal abstract string Sql(FeatureDefinition feature);

    public override string ToString() => Name;
}
