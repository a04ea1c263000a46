using System.Globalization;
using Investigator.Engine.Features;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Rules;

/// <summary>A rule in plain words and in SQL.</summary>
public static class RuleText
{
    /// <summary><c>accounts on this device in the last 24 hours is at least 5 and amount is at most 40.00</c>.</summary>
    public static string Words(FeatureMatrix features, IReadOnlyList<RuleCondition> conditions) =>
        conditions.Count == 0 ? "every transaction" : string.Join(" and ", conditions.Select(c => Words(features.Find(c.Feature)?.Definition, c)));

    /// <summary>A DuckDB predicate over the columns of <c>features.parquet</c>; NULL fulfils no condition.</summary>
    public static string Predicate(IReadOnlyList<RuleCondition> conditions) =>
        conditions.Count == 0 ? "true" : string.Join(" AND ", conditions.Select(Predicate));

    /// <summary>A value with its unit: durations in days, hours, minutes or seconds, money with two decimals, shares as percentages.</summary>
    public static string Value(double value, string unit) => unit switch
    {
        "seconds" => Duration(value),
        "currency" => value.ToString("#,0.00", CultureInfo.InvariantCulture),
        "share" => (value * 100).ToString("#,0.#", CultureInfo.InvariantCulture) + "%",
        "yes or no" => value >= 0.5 ? "yes" : "no",
        _ => Number(value),
    };

    private static string Words(FeatureDefinition? feature, RuleCondition condition)
    {
        var phrase = feature?.Phrase ?? condition.Feature;
        var unit = feature?.Unit ?? "";
        return condition.Operator switch
        {
            RuleOperator.Is => $"{phrase} is {condition.Category}",
            RuleOperator.IsNot => $"{phrase} is not {condition.Category}",
            _ when unit == "yes or no" => $"{phrase} is {(condition.Operator == RuleOperator.AtLeast ? "yes" : "no")}",
            RuleOperator.AtLeast => $"{phrase} is at least {Value(condition.Number ?? 0, unit)}",
            _ => $"{phrase} is at most {Value(condition.Number ?? 0, unit)}",
        };
    }

    private static string Predicate(RuleCondition condition)
    {
        var column = Sql.Name(condition.Feature);
        return condition.Operator switch
        {
            RuleOperator.Is => $"{column} = {Sql.Text(condition.Category ?? "")}",
            RuleOperator.IsNot => $"{column} <> {Sql.Text(condition.Category ?? "")}",
            RuleOperator.AtLeast => $"{column} >= {Literal(condition.Number ?? 0)}",
            _ => $"{column} <= {Literal(condition.Number ?? 0)}",
        };
    }

    /// <summary>Columns are FLOAT: against a decimal literal DuckDB would round the literal to FLOAT first, and 0.1 would match another row than it does here.</summary>
    private static string Literal(double value) =>
        value == Math.Floor(value) && Math.Abs(value) < 1 << 24
            ? value.ToString("0", CultureInfo.InvariantCulture)
            : "CAST(" + Sql.Text(value.ToString("R", CultureInfo.InvariantCulture)) + " AS DOUBLE)";

    private static string Number(double value)
    {
        var size = Math.Abs(value);
        var format = size >= 100 || value == Math.Floor(value) ? "#,0" : size >= 10 ? "0.#" : size >= 0.1 ? "0.##" : "0.####";
        return value.ToString(format, CultureInfo.InvariantCulture);
    }

    private static string Duration(double seconds)
    {
        var size = Math.Abs(seconds);
        var (part, name) = size >= 2 * 86400 ? (86400, "days") : size >= 3600 ? (3600, "h") : size >= 60 ? (60, "min") : (1, "s");
        var value = seconds / part;
        return value.ToString(Math.Abs(value) < 0.1 ? "0.###" : Math.Abs(value) < 10 ? "0.##" : "#,0.#", CultureInfo.InvariantCulture) + " " + name;
    }
}
