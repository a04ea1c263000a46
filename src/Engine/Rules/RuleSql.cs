using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Rules;

/// <summary>How a field is read in a query.</summary>
/// <param name="Expression">A column or an expression over columns, NULL where the value is missing.</param>
/// <param name="Literal">Writes a level of the field; null for text.</param>
public sealed record RuleColumn(string Expression, Func<string, string>? Literal = null);

/// <summary>An expression as a DuckDB predicate, true for the same rows as <see cref="RuleMatch"/>. NULL meets no condition.</summary>
public static class RuleSql
{
    /// <summary>Over the columns of <c>features.parquet</c>.</summary>
    public static string Predicate(RuleExpression expression) => Predicate(expression, name => new RuleColumn(Sql.Name(name)));

    /// <param name="expression">Checked by <see cref="RuleParser"/> where it came from outside.</param>
    /// <param name="column">The column of a field, by its name.</param>
    public static string Predicate(RuleExpression expression, Func<string, RuleColumn> column) => expression switch
    {
        AllOf { Terms.Count: 0 } => "true",
        AnyOf { Terms.Count: 0 } => "false",
        AllOf all => string.Join(" AND ", all.Terms.Select(t => Term(t, column))),
        AnyOf any => string.Join(" OR ", any.Terms.Select(t => Term(t, column))),
        _ => Condition((RuleCondition)expression, column),
    };

    private static string Term(RuleExpression term, Func<string, RuleColumn> column) =>
        term is RuleCondition condition ? Condition(condition, column) : $"({Predicate(term, column)})";

    private static string Condition(RuleCondition condition, Func<string, RuleColumn> column)
    {
        var read = column(condition.Feature);
        var left = read.Expression;
        var level = read.Literal ?? Sql.Text;
        return condition.Operator switch
        {
            RuleOperator.AtLeast => $"{left} >= {Number()}",
            RuleOperator.AtMost => $"{left} <= {Number()}",
            RuleOperator.Above => $"{left} > {Number()}",
            RuleOperator.Below => $"{left} < {Number()}",
            RuleOperator.Is => $"{left} = {level(Category())}",
            RuleOperator.IsNot => $"{left} <> {level(Category())}",
            RuleOperator.In => $"{left} IN ({string.Join(", ", Categories().Select(level))})",
            RuleOperator.NotIn => $"{left} NOT IN ({string.Join(", ", Categories().Select(level))})",
            RuleOperator.Known => $"{left} IS NOT NULL",
            _ => $"{left} IS NULL",
        };

        string Number() => Sql.Number(condition.Number ?? throw Lacks("threshold", condition));
        string Category() => condition.Category ?? throw Lacks("category", condition);
        IReadOnlyList<string> Categories() => condition.Categories is { Count: > 0 } some ? some : throw Lacks("categories", condition);
    }

    internal static InputException Lacks(string what, RuleCondition condition) => new($"a condition lacks its {what}", value: condition.Feature);
}
