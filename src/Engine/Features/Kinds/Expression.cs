using Investigator.Engine.Core;
namespace Investigator.Engine.Features.Kinds;

/// <summary>A number: the definition's own SQL over the transaction, or an attribute as it is.</summary>
internal sealed class Expression() : SqlKind("expression")
{
    public static Expression Kind { get; } = new();

    internal override IReadOnlyList<CatalogKind> CatalogKinds =>
    [
        new("expression", Kind, "the value of sql, a number", Units.Numbers) { Sql = FieldUse.Required, Matches = static f => f.Column is null },
        new("attribute", Kind, "a column of the transaction as it is", Units.Numbers)
        {
            Column = FieldUse.Required, Role = ColumnRole.Attribute, OfTexts = false, Matches = static f => f.Column is not null,
        },
    ];

    internal override string Sql(FeatureDefinition feature) => Own(feature);
}
