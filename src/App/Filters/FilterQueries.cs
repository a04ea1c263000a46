using Investigator.Engine.Rules;
using Investigator.Features;
using Investigator.Findings;
using Investigator.Runs;

namespace Investigator.Filters;

/// <summary>What expressions on a run's transactions may name, and what they need to be decided.</summary>
public sealed class FilterQueries(FeatureQueries features, FindingQueries findings, RunQueries runs)
{
    /// <summary>The run's features and <see cref="TransactionFields"/>.</summary>
    public async Task<RuleSchema> FieldsAsync(int runId, CancellationToken cancel = default)
    {
        var entities = await runs.FilesAsync(runId, cancel) is { } files ? files.DatasetFolder.Open().Entities : [];
        var ofFeatures = (await features.ListAsync(runId, cancel)).Select(f => RuleField.OfFeature(f.Name, f.Phrase, f.Unit, f.IsCategory));
        return new RuleSchema([.. ofFeatures, .. TransactionFields.Of(entities)]);
    }

    /// <summary>Why an expression cannot be decided on a run, which asks for a map that is not there; null for any other.</summary>
    public async Task<string?> ProblemAsync(int runId, RuleExpression expression, CancellationToken cancel = default) =>
        TransactionFields.AskForMap(expression) ? await MapProblemAsync(runId, cancel) : null;

    /// <summary>Why nothing can be asked of a run's map; null where it is there.</summary>
    public async Task<string?> MapProblemAsync(int runId, CancellationToken cancel = default) => (await runs.FindAsync(runId, cancel))?.MapProblem;

    /// <summary>Numbers of the findings called risky, where the expression asks for them.</summary>
    public async Task<IReadOnlyList<int>> RiskyNumbersAsync(int runId, RuleExpression expression, CancellationToken cancel = default) =>
        expression.Leaves().Any(c => c.Feature == TransactionFields.Risky) ? await findings.RiskyNumbersAsync(runId, cancel) : [];
}
