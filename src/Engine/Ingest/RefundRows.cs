using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest;

/// <summary>Rows that give money back: which they are, what becomes of them, and what is said of them.</summary>
internal static class RefundRows
{
    /// <summary>From this share of the rows on, the amounts are more likely payments written below 0 than refunds.</summary>
    private const double MostRefunds = 0.5;

    /// <summary>Refunds with the payments they were given back for, where the mapping asks for that.</summary>
    private const string Linked = "transactions_refunded";

    public static RefundUse Use(TransactionMapping m) => m.Refunds?.Use ?? RefundUse.SetAside;

    /// <summary>SQL of an amount as the payments of the mapping count it, from the number that stands in the source.</summary>
    public static string Amount(TransactionMapping m, string number) => m.Refunds is { PaymentsBelowZero: true } ? $"(0 - {number})" : number;

    /// <summary>SQL that is true for a refund and never NULL, over <c>amount</c> and <c>refund_text</c>.</summary>
    public static string Is(TransactionMapping m) =>
        $"(coalesce(isfinite(amount) AND amount < 0, false) OR {SourceWords.AmongSql("refund_text", m.Refunds?.Words)})";

    /// <summary>The attribute that tells kept refunds; null where none are kept.</summary>
    public static string? Attribute(TransactionMapping m)
    {
        if (Use(m) != RefundUse.Keep) return null;
        var name = "refund";
        while (m.Attributes.Contains(name, StringComparer.OrdinalIgnoreCase)) name = "is_" + name;
        return name;
    }

    /// <summary>What a person should know of the refunds, or must decide; nothing where there are none.</summary>
    /// <param name="session">The load.</param>
    /// <param name="m">Says what becomes of them.</param>
    /// <param name="refunds">A relation of the refunds with <c>amount</c> and <c>currency</c>.</param>
    /// <param name="rows">How many rows could be transactions, refunds among them.</param>
    /// <param name="count">How many refunds there are.</param>
    public static Advice? Say(LoadSession session, TransactionMapping m, string refunds, long rows, out long count)
    {
        var sums = session.Connection.Query(
            $"SELECT coalesce(currency, ''), count(*), coalesce(sum(abs(amount)), 0) FROM {refunds} GROUP BY 1 ORDER BY 2 DESC, 1",
            static r => (Currency: r.GetString(0), Rows: r.GetInt64(1), Sum: r.GetDouble(2)), session.Context.Cancel);
        count = sums.Sum(static s => s.Rows);
        if (count == 0) return null;
        var money = string.Join(", ", sums.Take(5).Select(static s => string.Create(CultureInfo.InvariantCulture,
            $"{s.Sum:#,0.00}{(s.Currency.Length > 0 ? " " + Wording.Quoted(s.Currency, 20) : "")}")));
        var what = $"{Wording.Counted(count, "row")} {(count == 1 ? "gives" : "give")} money back ({money})";
        var one = count == 1;
        if (m.Refunds is null && count > rows * MostRefunds)
        {
            return new Advice(AdviceLevel.Decide, TableNames.Transactions, m.Amount,
                $"{Wording.PartOf(count, rows, "amount")} {(one ? "is" : "are")} below 0: either payments are written so, or these rows give money back")
            {
                Remedies =
                [
                    new("Payments are below 0", "transactions.refunds.payments_below_zero = true", static mapping => With(mapping, static r => r with
                    {
                        PaymentsBelowZero = true,
                    })),
                    Choice("They are refunds: set them aside", RefundUse.SetAside), Choice("Keep them, marked as refunds", RefundUse.Keep),
                ],
            };
        }
        var text = Use(m) switch
        {
            RefundUse.Keep => $"{what}: kept without an amount, and told by the attribute {Attribute(m)}",
            RefundUse.Link => $"{what}: {LinkedWords(session, count)}",
            _ => $"{what}: set aside",
        };
        return new Advice(AdviceLevel.Note, TableNames.Transactions, m.Refunds?.Column ?? m.Amount, text)
        {
            Remedies =
            [
                .. Use(m) == RefundUse.SetAside ? [] : new[] { Choice("Set refunds aside", RefundUse.SetAside) },
                .. Use(m) == RefundUse.Keep ? [] : new[] { Choice("Keep them, marked as refunds", RefundUse.Keep) },
                .. Use(m) == RefundUse.Link ? [] : new[] { Choice("Note them at the payment they belong to", RefundUse.Link) },
            ],
        };
    }

    /// <summary>
    /// Finds for each refund the last payment before it of the same account, amount and currency that was not given back yet: as closing brackets find the
    /// opening ones.
    /// </summary>
    /// <param name="session">Gets the table of the payments that were given back.</param>
    /// <param name="payments">With file_no, row_no, account, time, amount and currency.</param>
    /// <param name="refunds">Likewise.</param>
    public static void Link(LoadSession session, string payments, string refunds)
    {
        const string Columns = "file_no, row_no, account, time, round(abs(amount), 4) AS money, coalesce(currency, '') AS currency";
        const string Same = "PARTITION BY account, money, currency";
        const string Order = "ORDER BY time, sign DESC, file_no, row_no";

        // Open payments after each row: a refund without one leaves none open, and is as deep as no payment.
        session.Run($"""
            CREATE TABLE {Linked} AS SELECT file_no, row_no FROM (
                SELECT file_no, row_no, sign, lead(sign) OVER ({Same}, depth {Order}) AS next
                FROM (SELECT *, total - least(0, coalesce(least_before, 0)) + CASE WHEN sign < 0 THEN 1 ELSE 0 END AS depth
                    FROM (SELECT *, min(total) OVER ({Same} {Order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS least_before
                        FROM (SELECT *, sum(sign) OVER ({Same} {Order} ROWS UNBOUNDED PRECEDING) AS total
                            FROM (SELECT {Columns}, 1 AS sign FROM {payments} WHERE amount > 0
                                UNION ALL SELECT {Columns}, -1 AS sign FROM {refunds} WHERE amount <> 0)))))
            WHERE sign > 0 AND next < 0
            """);
    }

    /// <summary>SQL of what was given back of a payment of the canonical columns, NULL where nothing was.</summary>
    /// <param name="amount">SQL of its amount.</param>
    /// <param name="table">Alias of the payments.</param>
    public static string Refunded(string amount, string table) =>
        $"CASE WHEN EXISTS (SELECT 1 FROM {Linked} l WHERE l.file_no = {table}.file_no AND l.row_no = {table}.row_no) THEN {amount} END";

    private static string LinkedWords(LoadSession session, long refunds)
    {
        var linked = session.Count($"SELECT count(*) FROM {Linked}");
        return $"{Wording.PartOf(linked, refunds, "refund")} noted at the payment it was given back for"
            + (linked < refunds ? "; the others find no earlier payment of the same account and amount" : "");
    }

    private static Remedy Choice(string text, RefundUse use) => new(text,
        $"transactions.refunds.use = \"{System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(use.ToString())}\"",
        m => With(m, r => r with { Use = use }));

    private static Mapping With(Mapping mapping, Func<RefundMapping, RefundMapping> mend) =>
        mapping.WithTransactions(t => t with { Refunds = mend(t.Refunds ?? new RefundMapping()) });
}
