using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Checks.Warnings;

/// <summary>Accounts and entities of which one value is on many rows: a device that half of all payments share ties strangers together.</summary>
internal static class SharedValueWarnings
{
    /// <summary>From this share of the rows on, one value is more likely a stand-in than a thing that people share.</summary>
    private const double Share = 0.2;

    /// <summary>A shop may well have half of all payments.</summary>
    private const double MerchantShare = 0.6;

    private const int FewestRows = 20;

    public static IEnumerable<Advice> Of(CheckedRows rows)
    {
        if (rows.Count < FewestRows) yield break;
        List<(string Name, string Column, string Sql)> parts = [.. rows.T.Entities.Select(static (e, i) => (e.Key, e.Value, $"entity_{i}"))];
        if (rows.T.Account is { } account) parts.Insert(0, ("account", account, "account"));
        foreach (var (name, column, sql) in parts)
        {
            var top = rows.Query($"SELECT {sql}, count(*), sum(count(*)) OVER ()::BIGINT, count(*) OVER () FROM {CheckedRows.Transactions} "
                + $"WHERE {sql} IS NOT NULL GROUP BY {sql} ORDER BY 2 DESC, 1 LIMIT 1",
                static r => (Value: r.GetString(0), Rows: r.GetInt64(1), Given: r.GetInt64(2), Distinct: r.GetInt64(3)));
            if (top.Count == 0)
            {
                yield return CheckedRows.Warning(column, $"‘{column}’ is taken as {name}, and no row has a value there", LeaveOut(name, column));
            }
            else if (top[0].Given >= FewestRows && Advice(rows, name, column, top[0]) is { } advice) yield return advice;
        }
    }

    private static Advice? Advice(CheckedRows rows, string name, string column, (string Value, long Rows, long Given, long Distinct) top)
    {
        if (top.Distinct == 1)
        {
            return CheckedRows.Warning(column, $"all rows have the same {name}, {CheckedRows.Shown(top.Value)}: it tells nothing apart, "
                + (name == "account" ? "and all payments look like one person's" : "and ties all payments together"), LeaveOut(name, column));
        }
        if (top.Rows < top.Given * (name == "merchant" ? MerchantShare : Share)) return null;
        var text = $"{Wording.Percent((double)top.Rows / rows.Count)} of the rows have the {name} {CheckedRows.Shown(top.Value)}: if it stands for nothing, "
            + "payments of strangers look connected";
        return CheckedRows.Warning(column, text, Missing(top.Value), LeaveOut(name, column));
    }

    /// <summary>Adds a word for nothing to those of the mapping.</summary>
    private static Remedy Missing(string word) => new($"{CheckedRows.Shown(word)} stands for nothing", $"missing = [ …, \"{Wording.Cut(word, 60)}\" ]",
        m => m with { Missing = [.. m.Missing ?? MissingWords.Nobody, word] });

    private static Remedy LeaveOut(string name, string column) => name == "account"
        ? new("Each payment stands alone", "transactions.account = null", static m => m.WithTransactions(static t => t with { Account = null }))
        : new($"Leave ‘{Wording.Cut(column, 40)}’ out", $"transactions.entities.{name} = null", m => m.WithoutFeatures(column));
}
