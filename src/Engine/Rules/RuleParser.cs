using System.Globalization;
using System.Text.Json;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Rules;

/// <summary>
/// Conditions that came from outside: as a link carries them, or as JSON.
/// Each is checked against the fields there are, so that nothing unknown reaches an evaluator.
/// </summary>
/// <remarks>
/// A link says <c>amount:ge:250</c> (or le, gt, lt), <c>browser:is:Opera</c> (or not), <c>new_device:is:yes</c>, <c>amount:known</c>, <c>amount:missing</c>;
/// a group or a list of categories stands there as its JSON.
/// </remarks>
public static class RuleParser
{
    /// <summary>Conditions in one expression: more than anyone reads, fewer than a query can hold.</summary>
    public const int MostConditions = 200;

    private static readonly (string Code, RuleOperator Operator)[] Codes =
    [
        ("ge", RuleOperator.AtLeast), ("le", RuleOperator.AtMost), ("gt", RuleOperator.Above), ("lt", RuleOperator.Below),
        ("is", RuleOperator.Is), ("not", RuleOperator.IsNot), ("known", RuleOperator.Known), ("missing", RuleOperator.Missing),
    ];

    private static readonly JsonSerializerOptions Compact = new(JsonFile.Options) { WriteIndented = false };

    /// <summary>One expression as a link carries it.</summary>
    public static string Format(RuleExpression expression)
    {
        if (expression is not RuleCondition condition || Code(condition.Operator) is not { } code) return JsonSerializer.Serialize(expression, Compact);
        if (condition.Operator is RuleOperator.Known or RuleOperator.Missing) return $"{condition.Feature}:{code}";
        return $"{condition.Feature}:{code}:{condition.Number?.ToString("R", CultureInfo.InvariantCulture) ?? condition.Category}";
    }

    /// <summary>Reads what <see cref="Format"/> wrote, or a person did.</summary>
    /// <exception cref="InputException">It is no condition on one of <paramref name="fields"/>.</exception>
    public static RuleExpression Parse(string text, RuleSchema fields)
    {
        if (text.StartsWith('{')) return Check(FromJson(text), fields);
        var parts = text.Split(':', 3);
        if (fields.Find(parts[0]) is not { } field) throw NoField(parts[0]);
        var found = parts.Length > 1 ? Array.Find(Codes, c => c.Code == parts[1]) : default;
        if (found.Code is null) throw NoCondition(text);
        var value = parts.Length > 2 ? parts[2] : null;
        var valueless = found.Operator is RuleOperator.Known or RuleOperator.Missing;
        if (valueless != value is null) throw NoCondition(text);
        var categorical = found.Operator is RuleOperator.Is or RuleOperator.IsNot;
        if (categorical || valueless) return Check(new RuleCondition(field.Name, found.Operator, Category: value), fields);
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) throw NoNumber(field, value!);
        return Check(new RuleCondition(field.Name, found.Operator, number), fields);
    }

    /// <summary>The expression with its conditions checked; a yes or no becomes the number that it stands for.</summary>
    /// <exception cref="InputException">A condition names no field or does not fit its field, or a group is empty or too large.</exception>
    public static RuleExpression Check(RuleExpression expression, RuleSchema fields)
    {
        var count = expression.Leaves().Count();
        if (count > MostConditions) throw TooMany("there are too many conditions", FormattableString.Invariant($"{count}"));
        return Checked(expression, fields);
    }

    private static RuleExpression Checked(RuleExpression expression, RuleSchema fields) => expression switch
    {
        AllOf all => new AllOf(Terms(all.Terms, fields)),
        AnyOf any => new AnyOf(Terms(any.Terms, fields)),
        _ => Checked((RuleCondition)expression, fields),
    };

    private static RuleExpression[] Terms(IReadOnlyList<RuleExpression> terms, RuleSchema fields) =>
        terms.Count == 0 ? throw new InputException("a group has no conditions", expected: "one or more") : [.. terms.Select(t => Checked(t, fields))];

    private static RuleCondition Checked(RuleCondition condition, RuleSchema fields)
    {
        var field = fields.Find(condition.Feature) ?? throw NoField(condition.Feature);
        if (condition.Operator is RuleOperator.Known or RuleOperator.Missing) return new RuleCondition(field.Name, condition.Operator);
        if (condition.ComparesNumbers)
        {
            if (field.Kind is not (FieldKind.Number or FieldKind.YesNo)) throw Misfit(field, condition.Operator);
            if (condition.Number is not { } number || !double.IsFinite(number)) throw NoNumber(field, FormattableString.Invariant($"{condition.Number}"));
            return new RuleCondition(field.Name, condition.Operator, number);
        }
        if (condition.Operator is RuleOperator.In or RuleOperator.NotIn)
        {
            if (field.Kind is FieldKind.Number or FieldKind.YesNo) throw Misfit(field, condition.Operator);
            if (condition.Categories is not { Count: > 0 } categories) throw new InputException("a condition lists no categories", value: field.Name);
            if (categories.Count > MostConditions) throw TooMany("a condition lists too many categories", field.Name);
            return new RuleCondition(field.Name, condition.Operator) { Categories = [.. categories.Select(c => Level(field, c))] };
        }
        if (field.Kind == FieldKind.Number) throw Misfit(field, condition.Operator);
        var level = Level(field, condition.Category ?? throw new InputException("a condition lacks its category", value: field.Name));
        if (field.Kind != FieldKind.YesNo) return new RuleCondition(field.Name, condition.Operator, Category: level);
        var yes = level == "yes" == (condition.Operator == RuleOperator.Is);
        return yes ? new RuleCondition(field.Name, RuleOperator.AtLeast, 1) : new RuleCondition(field.Name, RuleOperator.AtMost, 0);
    }

    /// <summary>A level in the one way in which its field writes it.</summary>
    private static string Level(RuleField field, string text)
    {
        switch (field.Kind)
        {
            case FieldKind.YesNo when text is not ("yes" or "no"):
                throw new InputException($"'{field.Name}' is a yes or no", value: text, expected: "yes or no");
            case FieldKind.Label:
                return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var label)
                    ? label.ToString(CultureInfo.InvariantCulture)
                    : throw new InputException($"'{field.Name}' is a whole number", value: text);
            case FieldKind.Day:
                if (!RuleField.TryDay(text, out _)) throw new InputException($"'{field.Name}' is a day", value: text, expected: "yyyy-MM-dd");
                return text;
            default:
                return text;
        }
    }

    private static RuleExpression FromJson(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<RuleExpression>(text, JsonFile.Options)!;
        }
        catch (JsonException)
        {
            throw new InputException("the condition is not JSON", value: text);
        }
    }

    private static string? Code(RuleOperator op) => Array.Find(Codes, c => c.Operator == op).Code;

    private static InputException TooMany(string problem, string value) =>
        new(problem, value: value, expected: FormattableString.Invariant($"at most {MostConditions}"));

    private static InputException NoField(string name) =>
        new("a condition names what this run does not have", value: name, expected: "one of the run's features");

    private static InputException NoCondition(string text) =>
        new("it is not a condition", value: text, expected: "name:ge:number (or le, gt, lt), name:is:category (or not), name:known or name:missing");

    private static InputException NoNumber(RuleField field, string value) =>
        new($"'{field.Name}' is compared with a number", value: value, expected: "a finite number");

    private static InputException Misfit(RuleField field, RuleOperator op)
    {
        var (what, expected) = field.Kind switch
        {
            FieldKind.Number => ("a number", "at_least, at_most, above, below, known or missing"),
            FieldKind.YesNo => ("a yes or no", "is or is_not yes or no, known or missing"),
            _ => ("a category", "is, is_not, in, not_in, known or missing"),
        };
        return new InputException($"'{field.Name}' is {what}", value: JsonNamingPolicy.SnakeCaseLower.ConvertName(op.ToString()), expected: expected);
    }
}
