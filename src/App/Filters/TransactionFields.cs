using Investigator.Engine.Core;
using Investigator.Engine.Rules;

namespace Investigator.Filters;

/// <summary>What conditions may ask of a run's transactions besides their features. No feature's name holds a dot, so the two never clash.</summary>
public static class TransactionFields
{
    /// <summary>The number of its finding; -1 is noise.</summary>
    public const string Finding = "transaction.finding";

    /// <summary>The cluster's label; -1 is noise.</summary>
    public const string Cluster = "transaction.cluster";

    public const string Id = "transaction.id";

    public const string Account = "transaction.account";

    /// <summary>Whether its finding is called risky.</summary>
    public const string Risky = "transaction.risky";

    /// <summary>UTC.</summary>
    public const string Day = "transaction.day";

    /// <summary>approved, challenged or declined.</summary>
    public const string Decision = "transaction.decision";

    /// <summary>fraud or legitimate, as known as of the run.</summary>
    public const string Outcome = "transaction.outcome";

    public const string MapX = "transaction.map_x";

    public const string MapY = "transaction.map_y";

    private const string EntityPrefix = "transaction.entity_";

    /// <summary>The value of an entity, as mapped: device, ip.</summary>
    public static string Entity(string name) => EntityPrefix + name;

    /// <summary>The entity that a field is the value of; null for other fields.</summary>
    public static string? EntityOf(string field) => field.StartsWith(EntityPrefix, StringComparison.Ordinal) ? field[EntityPrefix.Length..] : null;

    /// <summary>Whether a field is not a feature.</summary>
    public static bool Has(string field) => field.StartsWith("transaction.", StringComparison.Ordinal);

    /// <summary>Whether an expression can be decided with the run's map alone.</summary>
    public static bool AskForMap(RuleExpression? expression) => expression?.Leaves().Any(static c => c.Feature is MapX or MapY) == true;

    /// <summary>Those of every run.</summary>
    public static IReadOnlyList<RuleField> All { get; } =
    [
        new(Finding, "finding", "", FieldKind.Label),
        new(Cluster, "cluster", "", FieldKind.Label),
        new(Id, "transaction", Units.Text, FieldKind.Category),
        new(Account, "account", Units.Text, FieldKind.Category),
        new(Risky, "finding called risky", Units.YesNo, FieldKind.YesNo),
        new(Day, "day (UTC)", "", FieldKind.Day),
        new(Decision, "decision", Units.Text, FieldKind.Category),
        new(Outcome, "known outcome", Units.Text, FieldKind.Category),
        new(MapX, "place across the map", Units.Number, FieldKind.Number),
        new(MapY, "place up the map", Units.Number, FieldKind.Number),
    ];

    /// <summary>Those of a run whose data has these entities.</summary>
    public static IEnumerable<RuleField> Of(IEnumerable<string> entities) =>
        [.. All, .. entities.Select(static e => new RuleField(Entity(e), e.Replace('_', ' '), Units.Text, FieldKind.Category))];

    /// <summary>What a story names: an account, or the value of an entity.</summary>
    public static RuleExpression Is(string? entity, string value) =>
        new RuleCondition(entity is null ? Account : Entity(entity), RuleOperator.Is, Category: value);

    public static RuleExpression InRiskyFinding { get; } = new RuleCondition(Risky, RuleOperator.AtLeast, 1);

    /// <summary>Not declined: what was declined is not at risk. Where the data holds no decision, everything is.</summary>
    public static RuleExpression AtRisk { get; } = new AnyOf(
    [
        new RuleCondition(Decision, RuleOperator.IsNot, Category: Engine.Core.Decision.Declined.Word()),
        new RuleCondition(Decision, RuleOperator.Missing),
    ]);

    public static RuleExpression KnownFraud { get; } = new RuleCondition(Outcome, RuleOperator.Is, Category: Engine.Core.Outcome.Fraud.Word());

    /// <summary>Known as fraud, and the real-time engine had approved it.</summary>
    public static RuleExpression MissedFraud { get; } = new AllOf(
        [new RuleCondition(Decision, RuleOperator.Is, Category: Engine.Core.Decision.Approved.Word()), KnownFraud]);

    public static RuleExpression InFinding(int number) => new RuleCondition(Finding, RuleOperator.Is, Category: FormattableString.Invariant($"{number}"));

    public static RuleExpression InCluster(int label) => new RuleCondition(Cluster, RuleOperator.Is, Category: FormattableString.Invariant($"{label}"));
}
