using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Checks.Warnings;

/// <summary>Outcomes and decisions that say little, or the opposite of what they should.</summary>
internal static class OutcomeWarnings
{
    private const int FewestRows = 20;

    /// <summary>A share of fraud beyond which the words are more likely taken the wrong way round.</summary>
    private const double ManyFrauds = 0.5;

    public static IEnumerable<Advice> Of(CheckedRows rows) => rows.Count < FewestRows ? [] : Outcomes(rows).Concat(Decisions(rows));

    private static IEnumerable<Advice> Outcomes(CheckedRows rows)
    {
        if (rows.T.Outcome is not { } o) yield break;
        var remedy = new Remedy("There are no outcomes", "transactions.outcome = null",
            static m => m.WithTransactions(static t => t with { Outcome = null }));
        var n = rows.Numbers($"SELECT count(*) FILTER (outcome = '{Outcome.Fraud.Word()}'), count(*) FILTER (outcome = '{Outcome.Legitimate.Word()}'), "
            + $"count(known_at) FILTER (outcome IS NOT NULL), count(DISTINCT known_at) FROM {CheckedRows.Transactions}");
        var (fraud, legitimate, known, times) = ((long)n[0], (long)n[1], (long)n[2], (long)n[3]);
        if (fraud + legitimate == 0) yield return CheckedRows.Warning(o.Column, $"no row has an outcome in ‘{o.Column}’", remedy);
        else if (fraud == 0)
        {
            yield return CheckedRows.Warning(o.Column, $"no payment{Looked(rows)} is known as fraud: nothing can be learned from ‘{o.Column}’", remedy);
        }
        else if (legitimate == 0)
        {
            yield return CheckedRows.Warning(o.Column, $"no payment{Looked(rows)} is known as legitimate: nothing can be learned from ‘{o.Column}’",
                remedy);
        }
        else if (fraud > (fraud + legitimate) * ManyFrauds)
        {
            yield return CheckedRows.Warning(o.Column, $"{Wording.Percent((double)fraud / (fraud + legitimate))} of the known outcomes are fraud: the words "
                + "may be taken the wrong way round", new Remedy("Swap fraud and legitimate", "transactions.outcome.fraud ↔ legitimate", Swapped));
        }
        if (fraud + legitimate > 0 && o.KnownAt is null)
        {
            yield return CheckedRows.Note(o.Column, "no column says when an outcome became known: all count as known at once, as if a chargeback came with its "
                + "payment");
        }
        else if (known > FewestRows && times == 1)
        {
            yield return CheckedRows.Warning(o.KnownAt, $"all outcomes became known at one time: ‘{o.KnownAt}’ may be when the file was written");
        }
    }

    private static Mapping Swapped(Mapping mapping) => mapping.Transactions.Outcome is not { } o ? mapping
        : mapping.WithTransactions(t => t with { Outcome = o with { Fraud = o.Legitimate, Legitimate = o.Fraud } });

    private static IEnumerable<Advice> Decisions(CheckedRows rows)
    {
        if (rows.T.Decision is not { } d) yield break;
        var found = rows.Texts($"SELECT decision, count(*) FROM {CheckedRows.Transactions} WHERE decision IS NOT NULL GROUP BY decision");
        if (found.Count > 1) yield break;
        yield return CheckedRows.Warning(d.Column, found.Count == 0 ? $"no row has a decision in ‘{d.Column}’"
            : $"all payments{Looked(rows)} were {found[0][0]}: ‘{d.Column}’ tells nothing",
            new Remedy("There are no decisions", "transactions.decision = null", static m => m.WithTransactions(static t => t with { Decision = null })));
    }

    private static string Looked(CheckedRows rows) => rows.IsSample ? " of those looked at" : "";
}
