using Investigator.Engine.Core;
using Investigator.Engine.Sequences;

namespace Investigator.Engine.Features.Kinds;

/// <summary>Events in the sequence, or those of one page.</summary>
internal sealed class EventCount() : SequenceKind("event_count")
{
    public static EventCount Kind { get; } = new();

    internal override IReadOnlyList<CatalogKind> CatalogKinds =>
    [
        new("event_count", Kind, "events of the sequence, or those of the page", Units.Count) { Column = FieldUse.Optional, Role = ColumnRole.Page },
    ];

    internal override string Sql(FeatureDefinition feature) => FeatureSql.OverSteps("count(*)", feature.Column);

    protected override float Compute(SequenceSet sequences, int i, short? page, List<float> room) =>
        page is { } counted ? Pages(sequences, i).Count(counted) : sequences.Length(i);
}
