using Investigator.Engine.Core;
using Investigator.Engine.Features;
using Investigator.Engine.Rules;
using Investigator.Personal;
using Investigator.Runs;

namespace Investigator.Filters;

/// <summary>
/// Expressions that came from outside, where they speak of personal values: a pseudonym becomes the value that it stands for, and whoever may not see the
/// values cannot try out others.
/// </summary>
public sealed class PersonalConditions(RunMasking masking, RunQueries runs, PseudonymBook book)
{
    /// <summary>Whether whoever asks may see every value.</summary>
    public bool IsOpen => masking.IsOpen;

    /// <summary>The expression as the run's tables decide it.</summary>
    /// <param name="runId">A finished run.</param>
    /// <param name="expression">Checked by <see cref="RuleParser"/>.</param>
    /// <param name="cancel">Stops the search for a value.</param>
    /// <exception cref="InputException">It asks for a personal value that whoever asks may not see, or for a pseudonym of none.</exception>
    public async Task<RuleExpression> ReadAsync(int runId, RuleExpression expression, CancellationToken cancel = default)
    {
        if (IsOpen && !expression.Leaves().SelectMany(Literals).Any(Pseudonym.Is)) return expression;
        if (await runs.FilesAsync(runId, cancel) is not { } files) return expression;
        return await Task.Run(() => new Reading(files, masking.Of(files), book, cancel).Of(expression), cancel);
    }

    /// <summary>The expression as it may be stored, where others read it: personal values by their pseudonyms, whoever wrote it.</summary>
    /// <param name="runId">A finished run.</param>
    /// <param name="expression">Checked by <see cref="RuleParser"/>.</param>
    /// <param name="cancel">Stops the reading.</param>
    public async Task<RuleExpression> StoredAsync(int runId, RuleExpression expression, CancellationToken cancel = default) =>
        await runs.FilesAsync(runId, cancel) is { } files
            ? await Task.Run(() => new Reading(files, masking.Of(files), book, cancel).Stored(expression), cancel) : expression;

    private static IEnumerable<string?> Literals(RuleCondition condition) => [condition.Category, .. condition.Categories ?? []];

    private sealed class Reading(RunFiles files, RunMask mask, PseudonymBook book, CancellationToken cancel)
    {
        public RuleExpression Of(RuleExpression expression) => expression switch
        {
            AllOf all => new AllOf([.. all.Terms.Select(Of)]),
            AnyOf any => new AnyOf([.. any.Terms.Select(Of)]),
            _ => Of((RuleCondition)expression),
        };

        public RuleExpression Stored(RuleExpression expression) => expression switch
        {
            AllOf all => new AllOf([.. all.Terms.Select(Stored)]),
            AnyOf any => new AnyOf([.. any.Terms.Select(Stored)]),
            _ => Stored((RuleCondition)expression),
        };

        private RuleCondition Stored(RuleCondition condition)
        {
            if (ColumnOf(condition.Feature) is not { } column) return condition;
            return condition with
            {
                Category = condition.Category is { } one ? Hidden(one) : null,
                Categories = condition.Categories?.Select(Hidden).ToList(),
            };

            string Hidden(string literal) => Pseudonym.Is(literal) || literal == PersonalFeatures.Rest ? literal : mask.Values.PseudonymOf(column, literal);
        }

        private RuleCondition Of(RuleCondition condition)
        {
            if (ColumnOf(condition.Feature) is not { } column || condition.Operator is RuleOperator.Known or RuleOperator.Missing) return condition;
            if (condition.ComparesNumbers) return mask.Values.IsOpen ? condition : throw Hidden(condition.Feature);
            return condition with
            {
                Category = condition.Category is { } one ? Value(condition.Feature, column, one) : null,
                Categories = condition.Categories?.Select(c => Value(condition.Feature, column, c)).ToList(),
            };
        }

        /// <summary>The stored column of the personal values that a field shows; null for any other field.</summary>
        private string? ColumnOf(string field)
        {
            if (Feature(field) is { } feature) return mask.ColumnOf(feature.Definition);
            var column = field == TransactionFields.Account ? "account" : TransactionFields.EntityOf(field) is { } entity ? "entity_" + entity : null;
            return column is not null && mask.Values.Personal.ContainsKey(column) ? column : null;
        }

        private string Value(string field, string column, string literal)
        {
            if (!Pseudonym.Is(literal))
            {
                var isRest = literal == PersonalFeatures.Rest && Feature(field) is not null;
                return mask.Values.IsOpen || isRest ? literal : throw Hidden(field);
            }
            var found = Feature(field) is { Levels: { } levels }
                ? Array.Find(levels, level => mask.Values.PseudonymOf(column, level) == literal)
                : book.Find(mask.Values, files.DatasetFolder.Open(), column, literal, cancel);
            if (found is not null) return found;
            return mask.Values.IsOpen ? literal : throw new InputException($"no value of '{field}' has this pseudonym", value: literal);
        }

        private StoredFeature? Feature(string field) => mask.Features.FirstOrDefault(f => f.Definition.Name == field);

        private static InputException Hidden(string field) => new(
            $"'{field}' holds personal values, which you may not see", expected: "a value by its pseudonym, as lists show it");
    }
}
