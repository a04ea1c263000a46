using Investigator.Engine.Core;
using Investigator.Engine.Rules;
using Investigator.Filters;
using Investigator.Selections;
using Investigator.Tags;

namespace Investigator.Transactions;

/// <summary>Which transactions a link speaks of, as its query carries it.</summary>
/// <param name="Run">A finished run.</param>
/// <param name="Finding">One finding's members; -1 is noise.</param>
/// <param name="Selection">The rows of a selection.</param>
/// <param name="Day">One UTC day, <c>yyyy-MM-dd</c>.</param>
/// <param name="Risky">Only members of risky findings.</param>
/// <param name="Missed">Only known frauds that the engine had approved.</param>
/// <param name="Where">Expressions that must all hold, as <see cref="RuleParser"/> writes them.</param>
public sealed record TransactionScope(
    int Run, int? Finding = null, int? Selection = null, string? Day = null, bool Risky = false, bool Missed = false, IReadOnlyList<string>? Where = null)
{
    /// <summary>Only those that bear this tag, through their finding or a selection.</summary>
    public int? Tag { get; init; }

    /// <summary>One cluster's members, by its label; -1 is noise. Links of before findings name clusters.</summary>
    public int? Cluster { get; init; }

    /// <summary>Only those known as fraud.</summary>
    public bool Fraud { get; init; }

    /// <summary>Only those that were not declined.</summary>
    public bool AtRisk { get; init; }
}

/// <summary>A scope made ready for the tables.</summary>
/// <param name="Filter">What to read.</param>
/// <param name="Words">What each of the scope's conditions says; as it stands where it could not be understood.</param>
/// <param name="Selection">The selection, when there is one.</param>
/// <param name="Problem">What in the link could not be understood; then nothing must be read.</param>
public sealed record ResolvedScope(TransactionFilter Filter, IReadOnlyDictionary<string, string> Words, SelectionSummary? Selection, string? Problem)
{
    /// <summary>The tag's word, when the scope names one.</summary>
    public string? Tag { get; init; }

    /// <summary>Whether the scope is of a selection or a tag that is not there.</summary>
    public bool IsGone { get; init; }
}

public sealed class ScopeQueries(FilterQueries filters, PersonalConditions personal, SelectionQueries selections, TagQueries tags, TagRows tagRows)
{
    public async Task<ResolvedScope> ResolveAsync(TransactionScope scope, CancellationToken cancel = default)
    {
        string? problem = null;
        var terms = new List<RuleExpression>();
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        var fields = new RuleSchema(TransactionFields.All);
        if (scope.Finding is { } finding) terms.Add(TransactionFields.InFinding(finding));
        if (scope.Cluster is { } cluster) terms.Add(TransactionFields.InCluster(cluster));
        if (scope.Day is { } day) Parse($"{TransactionFields.Day}:is:{day}", terms.Add);
        if (scope.Risky) terms.Add(TransactionFields.InRiskyFinding);
        if (scope.AtRisk) terms.Add(TransactionFields.AtRisk);
        if (scope.Fraud) terms.Add(TransactionFields.KnownFraud);
        if (scope.Missed) terms.Add(TransactionFields.MissedFraud);
        if (scope.Where is { Count: > 0 } where)
        {
            fields = await filters.FieldsAsync(scope.Run, cancel);
            foreach (var text in where) await ReadAsync(text);
        }

        var selection = scope.Selection is { } id ? await selections.FindAsync(scope.Run, id, cancel) : null;
        if (scope.Selection is not null && selection is null) problem = FormattableString.Invariant($"Run {scope.Run} has no selection {scope.Selection}.");
        var tag = scope.Tag is { } tagId ? (await tags.ListAsync(cancel)).FirstOrDefault(t => t.Id == tagId) : null;
        if (scope.Tag is { } missing && tag is null) problem = FormattableString.Invariant($"There is no tag {missing}.");
        var rows = tag is null ? selection?.Rows : await TaggedAsync(tag.Id);
        var all = new AllOf(terms);
        var tooMany = all.Leaves().Count() > RuleParser.MostConditions;
        if (tooMany) problem = FormattableString.Invariant($"The link holds more than {RuleParser.MostConditions} conditions.");
        problem ??= await filters.ProblemAsync(scope.Run, all, cancel);
        var risky = await filters.RiskyNumbersAsync(scope.Run, all, cancel);
        var filter = new TransactionFilter { Rows = rows, Where = terms.Count == 0 ? null : all, RiskyFindings = risky };
        var isGone = (scope.Selection is not null && selection is null) || (scope.Tag is not null && tag is null);
        return new ResolvedScope(filter, words, selection, problem) { Tag = tag?.Word, IsGone = isGone };

        async Task<IReadOnlyList<int>> TaggedAsync(int id)
        {
            var tagged = await tagRows.OfAsync(scope.Run, id, cancel);
            return selection is null ? tagged : [.. tagged.Intersect(selection.Rows)];
        }

        void Parse(string text, Action<RuleExpression> use)
        {
            try
            {
                use(RuleParser.Parse(text, fields));
            }
            catch (InputException e)
            {
                problem = e.Message;
            }
        }

        async Task ReadAsync(string text)
        {
            words[text] = text;
            RuleExpression? written = null;
            Parse(text, condition => written = condition);
            if (written is null) return;
            try
            {
                var condition = await personal.ReadAsync(scope.Run, written, cancel);
                terms.Add(condition);
                words[text] = RuleText.Words(fields, personal.IsOpen ? condition : written);
            }
            catch (InputException e)
            {
                (problem, words[text]) = (e.Message, "a condition on personal values");
            }
        }
    }
}
