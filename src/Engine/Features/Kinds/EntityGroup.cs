using Investigator.Engine.Core;
namespace Investigator.Engine.Features.Kinds;

/// <summary>
/// No column: an entry of this kind lets the groups that share entities (<see cref="Facts.TransactionFacts.Groups"/>) into the space, where two rows are in
/// the same group or not.
/// </summary>
internal sealed class EntityGroup() : FeatureKind("entity_group")
{
    public static EntityGroup Kind { get; } = new();

    internal override IReadOnlyList<CatalogKind> CatalogKinds =>
        [new("group", Kind, "transactions connected by shared entities", Units.Number) { NeverCausal = true }];

    internal override bool IsNumber => false;

    internal override string Sql(FeatureDefinition feature) => "";
}
