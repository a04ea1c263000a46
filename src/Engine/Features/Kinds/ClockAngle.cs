using Investigator.Engine.Core;
namespace Investigator.Engine.Features.Kinds;

/// <summary>
/// Time of the day, or of the week from Monday 0:00 UTC, as the sine or cosine of an angle: together they are a clock on which 23:59 is next to 0:00.
/// </summary>
internal sealed class ClockAngle : SqlKind
{
    private const string Day = "(epoch(t.time) % 86400) / 86400 * 2 * pi()";

    /// <summary>Time 0 was a Thursday: three days on from a Monday.</summary>
    private const string Week = "((epoch(t.time) + 259200) % 604800) / 604800 * 2 * pi()";

    private readonly string _sql;

    private ClockAngle(string name, string description, string sql)
        : base(name) => (_sql, CatalogKinds) = (sql, [new(name, this, description, Units.Number)]);

    public static ClockAngle DaySine { get; } = new("day_sine", "the sine of the time of day", $"sin({Day})");

    public static ClockAngle DayCosine { get; } = new("day_cosine", "the cosine of the time of day", $"cos({Day})");

    public static ClockAngle WeekSine { get; } = new("week_sine", "the sine of the time of the week", $"sin({Week})");

    public static ClockAngle WeekCosine { get; } = new("week_cosine", "the cosine of the time of the week", $"cos({Week})");

    internal override IReadOnlyList<CatalogKind> CatalogKinds { get; }

    internal override string Sql(FeatureDefinition feature) => _sql;
}
