using System.Globalization;
using Investigator.Clusters;
using Investigator.Engine.Rules;
using Investigator.Features;
using Investigator.Rules;
using Investigator.Selections;

namespace Investigator.Transactions;

/// <summary>Which transactions a link speaks of, as its query carries it.</summary>
/// <param name="Run">A finished run.</param>
/// <param name="Cluster">One cluster's members; -1 is noise.</param>
/// <param name="Selection">The rows of a selection.</param>
/// <param name="Day">One UTC day, <c>yyyy-MM-dd</c>.</param>
/// <param name="Risky">Only members of risky clusters.</param>
/// <param name="Missed">Of those, only known frauds that the engine had approved.</param>
/// <param name="Where">Conditions on features, as <see cref="ConditionText"/> writes them.</param>
public sealed record TransactionScope(int Run, int? Cluster = null, int? Selection = null, string? Day = null, bool Risky = false, bool Missed = false, IReadOnlyList<string>? Where = null)
{
    /// <summary>Only those known as fraud.</summary>
    public bool Fraud { get; init; }
}

/// <summary>A scope made ready for the tables.</summary>
/// <param name="Filter">What to read.</param>
/// <param name="Conditions">The conditions of the link, understood.</param>
/// <param name="Features">Their names and phrases.</param>
/// <param name="Selection">The selection, when there is one.</param>
/// <param name="Problem">What in the link could not be understood; then nothing must be read.</param>
public sealed record ResolvedScope(TransactionFilter Filter, IReadOnlyList<RuleCondition> Conditions, IReadOnlyList<FeatureSummary> Features, SelectionSummary? Selection, string? Problem);

public sealed class ScopeQueries(ClusterQueries clusters, FeatureQueries features, SelectionQueries selections)
{
    public async Task<ResolvedScope> ResolveAsync(TransactionScope scope, CancellationToken cancel = default)
    {
        string? problem = null;
        DateTime? day = null;
        if (scope.Day is not null)
        {
            if (DateTime.TryParseExact(scope.Day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var parsed)) day = parsed;
            else problem = $"'{scope.Day}' is no day; expected yyyy-MM-dd.";
        }

        var conditions = new List<RuleCondition>();
        var known = scope.Where is { Count: > 0 } ? await features.ListAsync(scope.Run, cancel) : [];
        foreach (var text in scope.Where ?? [])
        {
            if (ConditionText.TryParse(text, known, out var condition)) conditions.Add(condition);
            else problem = $"'{text}' is no condition on this run's features.";
        }

        var selection = scope.Selection is { } id ? await selections.FindAsync(scope.Run, id, cancel) : null;
        if (scope.Selection is not null && selection is null) problem = string.Create(CultureInfo.InvariantCulture, $"Run {scope.Run} has no selection {scope.Selection}.");
        var filter = new TransactionFilter
        {
            Cluster = scope.Cluster,
            Rows = selection?.Rows,
            FeaturePredicate = conditions.Count > 0 ? ConditionText.Predicate(conditions) : null,
            Day = day,
            RiskyOnly = scope.Risky,
            MissedFraudOnly = scope.Missed,
            FraudOnly = scope.Fraud,
            RiskyLabels = scope.Risky || scope.Missed ? await clusters.RiskyLabelsAsync(scope.Run, cancel) : [],
        };
        return new ResolvedScope(filter, conditions, known, selection, problem);
    }
}
