using Investigator.Engine.Features.Catalog;

namespace Investigator.Engine.Features.Kinds;

/// <summary>A kind as a catalogue's file names it: which fields it takes and which units fit.</summary>
/// <param name="Name">In the file. Kinds that share a name differ in <see cref="Statistic"/> or <see cref="OfTexts"/>.</param>
/// <param name="Feature">What computes it.</param>
/// <param name="Description">For the published schema.</param>
/// <param name="Units">Units that fit, the default first.</param>
internal sealed record CatalogKind(string Name, FeatureKind Feature, string Description, params IReadOnlyList<string> Units)
{
    public FieldUse Entity { get; init; }

    public FieldUse Column { get; init; }

    public ColumnRole Role { get; init; }

    public FieldUse Window { get; init; }

    public FieldUse Value { get; init; }

    public FieldUse Sql { get; init; }

    /// <summary>The statistic that the file must name for this kind; null where it names none.</summary>
    public string? Statistic { get; init; }

    /// <summary>Whether it is for columns of texts or for columns of numbers; null where that makes no difference.</summary>
    public bool? OfTexts { get; init; }

    /// <summary>The key of a kind that takes no entity but has a key; null where there is none.</summary>
    public string? Key { get; init; }

    /// <summary>May look to both sides.</summary>
    public bool Centered { get; init; }

    /// <summary>Looks at later transactions whatever the entry says.</summary>
    public bool NeverCausal { get; init; }

    public bool NeedsDecisions { get; init; }

    public bool NeedsSignUps { get; init; }

    public bool NeedsEvents => Feature is SequenceKind || Key == ColumnNames.Pages;

    /// <summary>Which features of this kind the file's name stands for.</summary>
    public Func<FeatureDefinition, bool> Matches { get; init; } = static _ => true;

    /// <summary>Each field that not every kind takes, with its use and the entry's value.</summary>
    public IEnumerable<(string Field, FieldUse Use, string? Value)> Fields(CatalogEntry entry) =>
    [
        ("entity", Entity, entry.Entity), ("column", Column, entry.Column), ("window", Window, entry.Window), ("value", Value, entry.Value),
        ("statistic", Statistic is null ? FieldUse.None : FieldUse.Required, entry.Statistic), ("sql", Sql, entry.Sql),
    ];

    /// <summary>The unit where the entry gives none.</summary>
    public string UnitOf(string? column) => column == "amount" && Units.Contains(Core.Units.Currency) ? Core.Units.Currency : Units[0];
}
