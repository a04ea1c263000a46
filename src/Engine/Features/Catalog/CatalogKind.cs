namespace Investigator.Engine.Features.Catalog;

/// <summary>A kind as a catalogue's file names it: which fields it takes and which units fit.</summary>
/// <param name="Name">In the file.</param>
/// <param name="Feature">What computes it; for <c>dwell</c> that of its first statistic, for <c>attribute</c> that of a number.</param>
/// <param name="Units">Units that fit, the one taken when none is given first.</param>
internal sealed record CatalogKind(string Name, FeatureKind Feature, params IReadOnlyList<string> Units)
{
    public FieldUse Entity { get; init; }

    public FieldUse Column { get; init; }

    public ColumnRole Role { get; init; }

    public FieldUse Window { get; init; }

    public FieldUse Value { get; init; }

    public FieldUse Statistic { get; init; }

    public FieldUse Sql { get; init; }

    /// <summary>May look to both sides.</summary>
    public bool Around { get; init; }

    /// <summary>Looks at later transactions whatever the entry says.</summary>
    public bool NeverCausal { get; init; }

    /// <summary>Each field that not every kind takes, with its use and the entry's value.</summary>
    public IEnumerable<(string Field, FieldUse Use, string? Value)> Fields(CatalogEntry entry) =>
    [
        ("entity", Entity, entry.Entity), ("column", Column, entry.Column), ("window", Window, entry.Window),
        ("value", Value, entry.Value), ("statistic", Statistic, entry.Statistic), ("sql", Sql, entry.Sql),
    ];
}
