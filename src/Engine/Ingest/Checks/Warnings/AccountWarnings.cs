using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Guess;

namespace Investigator.Engine.Ingest.Checks.Warnings;

/// <summary>An account that is on no second row: more likely a number of the row than of a customer.</summary>
internal static class AccountWarnings
{
    private const int FewestRows = 50;
    private const double Share = 0.97;

    public static IEnumerable<Advice> Of(CheckedRows rows)
    {
        if (rows.T.Account is not { } column)
        {
            yield return CheckedRows.Warning(null, AccountGuess.NoAccount);
            yield break;
        }
        if (rows.Count < FewestRows) yield break;
        var distinct = rows.Session.Count($"SELECT count(DISTINCT account) FROM {CheckedRows.Transactions}");
        if (distinct < rows.Count * Share) yield break;
        yield return CheckedRows.Warning(column, $"nearly every payment has an account of its own ({Wording.Count(distinct)} among {Wording.Count(rows.Count)} "
            + $"rows): ‘{column}’ may number the payments rather than say whose they are",
            new Remedy("Each payment stands alone", "transactions.account = null", static m => m.WithTransactions(static t => t with { Account = null })));
    }
}
