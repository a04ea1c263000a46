using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Checks.Warnings;

/// <summary>Rows that a load would refuse or set aside in numbers that need a person's word.</summary>
internal static class CountWarnings
{
    private const string Unusable = "cannot be used";

    /// <summary>Whether an advice says that too many rows are refused.</summary>
    public static bool IsOf(Advice advice) =>
        advice is { Level: AdviceLevel.Decide, Column: null } && advice.Text.Contains(Unusable, StringComparison.Ordinal);

    /// <param name="table">With its counts.</param>
    /// <param name="rejects">By kind; the setting that mends the most frequent is offered here too.</param>
    /// <param name="limit">Share of the rows that may be refused.</param>
    public static IEnumerable<Advice> Of(CheckedTable table, IReadOnlyList<RejectKind> rejects, double limit)
    {
        var (counts, name) = (table.Counts, table.Raw.Source);
        if (counts.Refused > limit * counts.Meant || (counts.Refused == counts.Meant && counts.Refused > 0 && name == TableNames.Transactions))
        {
            var needed = Math.Ceiling(1000d * counts.Refused / counts.Meant) / 10;
            var remedies = rejects.SelectMany(static k => k.Remedies).ToList();
            yield return new Advice(AdviceLevel.Decide, name, null, $"{Wording.Count(counts.Refused)} of {Wording.Count(counts.Meant)} rows "
                + $"({Wording.Percent((double)counts.Refused / counts.Meant)}) {Unusable}, and {Wording.Percent(limit)} are allowed"
                + (counts.Refused == counts.Meant ? "" : FormattableString.Invariant($": mend what is refused, or allow {needed}% (--max-rejects {needed}%)")))
            {
                Remedies = remedies,
                IsOverLimit = counts.Refused < counts.Meant,
            };
        }
    }
}
