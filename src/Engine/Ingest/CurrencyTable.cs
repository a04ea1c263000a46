using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest;

/// <summary>One currency of a dataset of several.</summary>
/// <param name="Code">As the source spells it, a code of three letters in capitals.</param>
/// <param name="Rows">Transactions in it.</param>
/// <param name="Rate">What one unit counts for in the first of the dataset's currencies.</param>
/// <param name="IsGiven">Whether the mapping says so; otherwise it is the ratio of the two currencies' median amounts.</param>
public sealed record CurrencyUse(string Code, long Rows, double Rate, bool IsGiven);

/// <summary>
/// Amounts of different currencies are never added as they stand: the canonical amounts of a dataset are all in the currency that most of its transactions
/// have, so that every sum, mean, ratio and rule over them compares like with like.
/// </summary>
/// <remarks>
/// The others are converted by the mapping's <c>rates</c> (what one unit of each currency is worth, in whatever one currency), or where it gives none by the
/// ratio of the median amounts: a usual payment counts as much in every currency. A transaction without a currency counts as in the first.
/// </remarks>
internal static class CurrencyTable
{
    /// <summary>A currency from a source's text, in SQL: eur and EUR are one, and so is the euro by its sign and name.</summary>
    public static string Code(string text) =>
        $"CASE WHEN regexp_full_match({text}, '[A-Za-z]{{3}}') THEN upper({text}) WHEN upper({text}) IN ('€', 'EURO', 'EUROS') THEN 'EUR' ELSE {text} END";

    /// <summary>The currencies of the accepted transactions, the most frequent first (ties by code); empty where there is but one.</summary>
    public static IReadOnlyList<CurrencyUse> Of(LoadSession session, TransactionMapping m)
    {
        if (m.Currency is null || m.Amount is null) return [];
        var counts = session.Connection.Query(
            $"SELECT currency, count(*) FROM {TransactionTable.Accepted} WHERE currency IS NOT NULL GROUP BY currency ORDER BY 2 DESC, 1",
            static r => (Code: r.GetString(0), Rows: r.GetInt64(1)), session.Context.Cancel);
        if (counts.Count < 2) return [];
        var medians = session.Connection.Query(
            $"SELECT currency, median(amount) FROM {TransactionTable.Accepted} WHERE currency IS NOT NULL AND amount > 0 GROUP BY currency",
            static r => (r.GetString(0), r.GetDouble(1)), session.Context.Cancel).ToDictionary();
        var main = counts[0].Code;
        var rates = Rates(session, m);
        return [.. counts.Select(c => Use(c.Code, c.Rows))];

        CurrencyUse Use(string code, long rows)
        {
            if (code == main) return new(code, rows, 1, true);
            if (rates.TryGetValue(code, out var rate)) return new(code, rows, rate / rates.GetValueOrDefault(main, 1), true);
            return new(code, rows, medians.TryGetValue(code, out var median) ? medians.GetValueOrDefault(main, median) / median : 1, false);
        }
    }

    /// <summary>The mapping's rates by code; of two for one currency the first.</summary>
    private static Dictionary<string, double> Rates(LoadSession session, TransactionMapping m)
    {
        var rates = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (text, rate) in m.Rates) rates.TryAdd(session.Connection.Scalar<string>($"SELECT {Code("t")} FROM (SELECT {Sql.Text(text)} AS t)"), rate);
        return rates;
    }

    /// <summary>The amount in the first currency, in SQL over a transaction's own.</summary>
    public static string Converted(IReadOnlyList<CurrencyUse> currencies) => Times(currencies, "*", "amount", "currency");

    /// <summary>A transaction's own amount, in its own currency, from its canonical one.</summary>
    /// <param name="currencies">Of the dataset.</param>
    /// <param name="table">Alias of a relation with that column and <c>currency</c>.</param>
    /// <param name="column">amount or refunded.</param>
    public static string Own(IReadOnlyList<CurrencyUse> currencies, string table, string column) =>
        currencies.Count == 0 ? $"{table}.{column}" : $"round({Times(currencies, "/", $"{table}.{column}", $"{table}.currency")}, 6)";

    /// <summary>What a reader should know; nothing where there is but one currency.</summary>
    public static string? Note(IReadOnlyList<CurrencyUse> currencies, long rows)
    {
        if (currencies.Count == 0) return null;
        var main = currencies[0].Code;
        var parts = currencies.Skip(1).Take(5).Select(c => FormattableString.Invariant(
            $"{Wording.Counted(c.Rows, "row")} of {Wording.Quoted(c.Code, 20)} at {c.Rate:G4}{(c.IsGiven ? "" : ", the ratio of the median amounts")}"));
        var more = currencies.Count > 6 ? $", and {Wording.Counted(currencies.Count - 6, "further currency")}" : "";
        var without = rows - currencies.Sum(static c => c.Rows);
        return $"amounts of {currencies.Count} currencies are not added as they stand: all count in {Wording.Quoted(main, 20)} "
            + $"({string.Join("; ", parts)}{more})"
            + (currencies.All(static c => c.IsGiven) ? "" : "; the mapping's \"rates\" can say better")
            + (without > 0 ? $"; {Wording.Counted(without, "row")} without a currency are taken as {Wording.Quoted(main, 20)}" : "");
    }

    private static string Times(IReadOnlyList<CurrencyUse> currencies, string by, string amount, string currency) => currencies.Count == 0 ? amount
        : $"CASE {currency} {string.Concat(currencies.Skip(1).Select(c => $"WHEN {Sql.Text(c.Code)} THEN {amount} {by} {Sql.Number(c.Rate)} "))}"
            + $"ELSE {amount} END";
}
