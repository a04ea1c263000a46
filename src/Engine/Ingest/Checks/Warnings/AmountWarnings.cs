using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Checks.Warnings;

/// <summary>Amounts that are none, all alike or in several currencies.</summary>
internal static class AmountWarnings
{
    private const int FewestRows = 20;
    private const double Share = 0.5;

    public static IEnumerable<Advice> Of(CheckedRows rows)
    {
        if (rows.T.Amount is not { } column || rows.Count < FewestRows) yield break;
        var remedy = new Remedy("There are no amounts", "transactions.amount = null", static m => m.WithTransactions(static t => t with { Amount = null }));
        var n = rows.Numbers($"SELECT count(amount), count(*) FILTER (amount = 0), min(amount), max(amount), count(DISTINCT amount), "
            + $"bool_and(amount = floor(amount))::INTEGER FROM {CheckedRows.Transactions}");
        var (given, zero, least, most, distinct, whole) = (n[0], n[1], n[2], n[3], n[4], n[5] > 0);
        if (given == 0) yield return CheckedRows.Warning(column, $"no row has an amount in ‘{column}’", remedy);
        else if (zero == given) yield return CheckedRows.Warning(column, "all amounts are 0", remedy);
        else if (least == most) yield return CheckedRows.Warning(column, FormattableString.Invariant($"all amounts are {least}"), remedy);
        else if (zero > given * Share) yield return CheckedRows.Warning(column, $"{Wording.Percent(zero / given)} of the amounts are 0");
        if (whole && distinct == given && given > FewestRows && most - least < 2 * given)
        {
            yield return CheckedRows.Warning(column, $"the amounts in ‘{column}’ are whole numbers without a repeat, like a count of the rows", remedy);
        }
        if (given > 0 && given < rows.Count * Share)
        {
            yield return CheckedRows.Warning(column, $"{Wording.Percent(1 - (given / rows.Count))} of the rows have no amount");
        }

        foreach (var advice in Currencies(rows)) yield return advice;
    }

    private static IEnumerable<Advice> Currencies(CheckedRows rows)
    {
        if (rows.T.Currency is null) yield break;
        var currencies = CurrencyTable.Of(rows.Session, rows.T);
        if (CurrencyTable.Note(currencies, rows.Count) is not { } note) yield break;
        var level = currencies.All(static c => c.IsGiven) ? AdviceLevel.Note : AdviceLevel.Warning;
        yield return new Advice(level, TableNames.Transactions, rows.T.Currency, note);
    }
}
