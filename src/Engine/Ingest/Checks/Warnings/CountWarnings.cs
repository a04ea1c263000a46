using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Checks.Warnings;

/// <summary>Rows that a load would refuse or set aside in numbers that need a person's word.</summary>
internal static class CountWarnings
{
    /// <param name="table">With its counts.</param>
    /// <param name="rejects">By kind; the setting that mends the most frequent is offered here too.</param>
    /// <param name="limit">Share of the rows that may be refused.</param>
    public static IEnumerable<Advice> Of(CheckedTable table, IReadOnlyList<RejectKind> rejects, double limit)
    {
        var (counts, name) = (table.Counts, table.Raw.Source);
        if (counts.Refused > limit * counts.Read || (counts.Refused == counts.Read && name == TableNames.Transactions))
        {
            var needed = Math.Ceiling(1000d * counts.Refused / counts.Read) / 10;
            var remedies = rejects.SelectMany(static k => k.Remedies).ToList();
            yield return new Advice(AdviceLevel.Decide, name, null, $"{Wording.Count(counts.Refused)} of {Wording.Count(counts.Read)} rows "
                + $"({Wording.Percent((double)counts.Refused / counts.Read)}) cannot be used, and {Wording.Percent(limit)} are allowed"
                + (counts.Refused == counts.Read ? "" : FormattableString.Invariant($": mend what is refused, or allow {needed}% (--max-rejects {needed}%)")))
            {
                Remedies = remedies,
            };
        }
        if (counts.Refunds > 0)
        {
            yield return new Advice(AdviceLevel.Note, name, null, $"{Wording.Counted(counts.Refunds, "row")} that give money back are set aside")
            {
                Remedies =
                [
                    new("Keep them, marked as refunds", "transactions.refunds.use = \"keep\"", static m => Refunds(m, RefundUse.Keep)),
                    new("Note them at the payment they belong to", "transactions.refunds.use = \"link\"", static m => Refunds(m, RefundUse.Link)),
                ],
            };
        }
    }

    private static Mapping Refunds(Mapping mapping, RefundUse use) =>
        mapping.WithTransactions(t => t with { Refunds = (t.Refunds ?? new RefundMapping()) with { Use = use } });
}
