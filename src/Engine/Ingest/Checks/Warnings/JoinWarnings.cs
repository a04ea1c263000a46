using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Checks.Warnings;

/// <summary>Events that find no payment, and why: the same account is written otherwise in the two files, or it is another kind of number.</summary>
internal static class JoinWarnings
{
    private const double Few = 0.05;

    public static IEnumerable<Advice> Of(CheckedRows rows)
    {
        if (rows.Mapping.Events is not { } e || rows.Tables.Events is null) yield break;
        var events = rows.Session.Count($"SELECT count(*) FROM {CheckedRows.Events}");
        if (events == 0) yield break;
        var found = rows.Session.Count($"SELECT count(*) FROM {CheckedRows.Events} WHERE account IN (SELECT account FROM {CheckedRows.Transactions})");
        if (found == 0)
        {
            yield return Warning(rows, e, $"no event finds a payment: none of their accounts pays{Examples(rows)}{Why(rows, out var remedies)}", remedies);
        }
        else if (found < events * Few && !rows.IsSample)
        {
            yield return Warning(rows, e, $"only {Wording.Count(found)} of {Wording.Count(events)} events are of an account that pays{Examples(rows)}{Why(rows,
                out var remedies)}", remedies);
        }
        if (found > 0 && !rows.IsSample && Apart(rows) is { } apart) yield return Warning(rows, e, apart, []);
        if (found > 0 && !rows.IsSample && e.Transaction is { } transaction && Transactions(rows) is { } none)
        {
            yield return new Advice(AdviceLevel.Warning, TableNames.Events, transaction, none)
            {
                Remedies = [new Remedy("Join by account and time only", "events.transaction = null",
                    static m => m with { Events = m.Events! with { Transaction = null } })],
            };
        }
    }

    private static Advice Warning(CheckedRows rows, EventMapping e, string text, IReadOnlyList<Remedy> remedies) =>
        new(AdviceLevel.Warning, TableNames.Events, e.Account, rows.IsSample ? text + " (among the rows looked at; the whole files may join)" : text)
        {
            Remedies = remedies,
        };

    private static string Examples(CheckedRows rows)
    {
        var one = rows.Texts($"SELECT account FROM {CheckedRows.Events} WHERE account NOT IN (SELECT account FROM {CheckedRows.Transactions}) LIMIT 1");
        var other = rows.Texts($"SELECT account FROM {CheckedRows.Transactions} LIMIT 1");
        return one.Count == 0 || other.Count == 0 ? "" : $" (events say {CheckedRows.Shown(one[0][0])}, payments {CheckedRows.Shown(other[0][0])})";
    }

    /// <summary>The first way of writing accounts alike that makes events find payments.</summary>
    private static string Why(CheckedRows rows, out IReadOnlyList<Remedy> remedies)
    {
        remedies = [];
        if (Joins(rows, "lower({0})"))
        {
            remedies = [new Remedy("Upper and lower case are one", "ignore_case = true", static m => m with { IgnoreCase = true })];
            return "; they differ in upper and lower case";
        }
        if (Joins(rows, "nfc_normalize({0})"))
        {
            remedies = [new Remedy("Take the same characters as one", "normalize_unicode = true", static m => m with { NormalizeUnicode = true })];
            return "; they differ in how accents are stored";
        }
        if (Joins(rows, "coalesce(try_cast(try_cast({0} AS DOUBLE) AS BIGINT)::VARCHAR, {0})"))
        {
            return "; one file writes the number with decimals or with zeros in front";
        }
        if (Joins(rows, "regexp_replace(lower({0}), '[^0-9\\pL]', '', 'g')")) return "; they differ in spaces, dashes or other signs";
        if (Joins(rows, "regexp_replace({0}, '^[^0-9]*0*', '')")) return "; they differ in what stands before the number";
        return "; another column may name the same accounts";
    }

    /// <param name="rows">Of the check.</param>
    /// <param name="form">SQL with {0} for an account.</param>
    private static bool Joins(CheckedRows rows, string form)
    {
        var account = form.Replace("{0}", "account", StringComparison.Ordinal);
        var both = rows.Session.Count($"SELECT count(*) FROM (SELECT DISTINCT {account} AS a FROM {CheckedRows.Events} "
            + $"INTERSECT SELECT DISTINCT {account} FROM {CheckedRows.Transactions}) WHERE a <> ''");
        return both > 0 && both >= Few * rows.Session.Count($"SELECT count(DISTINCT account) FROM {CheckedRows.Events}");
    }

    private static string? Apart(CheckedRows rows)
    {
        var (events, payments) = (Period(rows, CheckedRows.Events), Period(rows, CheckedRows.Transactions));
        if (events.From <= payments.To && events.To >= payments.From) return null;
        return $"events and payments are of different times: events from {Wording.Time(events.From)} to {Wording.Time(events.To)}, payments from "
            + $"{Wording.Time(payments.From)} to {Wording.Time(payments.To)} UTC";
    }

    private static (DateTime From, DateTime To) Period(CheckedRows rows, string table) =>
        rows.Query($"SELECT min(time), max(time) FROM {table}", static r => (r.GetDateTime(0), r.GetDateTime(1)))[0];

    private static string? Transactions(CheckedRows rows)
    {
        var n = rows.Numbers($"SELECT count(*), count(*) FILTER (transaction IN (SELECT id FROM {CheckedRows.Transactions})) FROM {CheckedRows.Events} "
            + "WHERE transaction IS NOT NULL");
        if (n[0] == 0 || n[1] > 0) return null;
        var one = rows.Texts($"SELECT transaction FROM {CheckedRows.Events} WHERE transaction IS NOT NULL LIMIT 1")[0][0];
        var other = rows.Texts($"SELECT id FROM {CheckedRows.Transactions} LIMIT 1")[0][0];
        return $"no event names a payment that is there (events say {CheckedRows.Shown(one)}, payments {CheckedRows.Shown(other)})";
    }
}
