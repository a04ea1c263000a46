using Investigator.Engine.Core;
using Investigator.Engine.Sequences;

namespace Investigator.Engine.Features.Kinds;

/// <summary>Share of the events that are of one page; missing without events.</summary>
internal sealed class PageShare() : SequenceKind("page_share")
{
    public static PageShare Kind { get; } = new();

    internal override IReadOnlyList<CatalogKind> CatalogKinds =>
    [
        new("page_share", Kind, "share of the sequence's events that are of the page", Units.Share) { Column = FieldUse.Required,
            Role = ColumnRole.Page },
    ];

    internal override bool NeedsColumn => true;

    internal override string Sql(FeatureDefinition feature) => FeatureSql.OverSteps($"avg(CAST(s.type = {Tables.Sql.Text(feature.Column!)} AS INTEGER))");

    protected override float Compute(SequenceSet sequences, int i, short? page, List<float> room) =>
        sequences.Length(i) == 0 ? float.NaN : (float)((double)Pages(sequences, i).Count(page!.Value) / sequences.Length(i));
}
