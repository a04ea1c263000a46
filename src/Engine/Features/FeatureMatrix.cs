namespace Investigator.Engine.Features;

/// <summary>
/// The experts' features of every transaction, one column per feature, stored in <c>features.parquet</c> (column <c>row</c>, then one column per
/// feature, by name).
/// </summary>
public sealed record FeatureMatrix
{
    public required int Count { get; init; }

    public required IReadOnlyList<FeatureColumn> Columns { get; init; }

    public FeatureColumn? Find(string name) => Columns.FirstOrDefault(c => c.Definition.Name == name);
}

/// <summary>Values of one feature in the dataset's row order.</summary>
public sealed record FeatureColumn
{
    public required FeatureDefinition Definition { get; init; }

    /// <summary>Numbers, NaN where missing; for a category the index into <see cref="Levels"/>, or NaN.</summary>
    public required float[] Values { get; init; }

    /// <summary>The categories by falling frequency, <c>other</c> last; null for a number.</summary>
    public string[]? Levels { get; init; }

    public bool IsCategory => Levels is not null;
}
