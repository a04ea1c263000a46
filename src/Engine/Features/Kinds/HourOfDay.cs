using Investigator.Engine.Core;
namespace Investigator.Engine.Features.Kinds;

/// <summary>Hour of the transaction, 0 to 23, UTC.</summary>
internal sealed class HourOfDay() : SqlKind("hour_of_day")
{
    public static HourOfDay Kind { get; } = new();

    internal override IReadOnlyList<CatalogKind> CatalogKinds => [new("hour", Kind, "the hour of the day, UTC", Units.Hour)];

    internal override string Sql(FeatureDefinition feature) => "hour(t.time)";
}
