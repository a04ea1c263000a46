using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Checks.Warnings;

/// <summary>Attributes whose words nearly are the outcome: whatever is learned from them was not known when the payment was made.</summary>
internal static class LeakWarnings
{
    private const int FewestFrauds = 10;
    private const int MostWords = 20;
    private const int MostColumns = 60;
    private const double Share = 0.98;

    public static IEnumerable<Advice> Of(CheckedRows rows)
    {
        if (rows.T.Outcome is null) yield break;
        var (fraud, legitimate) = ($"'{Outcome.Fraud.Word()}'", $"'{Outcome.Legitimate.Word()}'");
        foreach (var (i, column) in rows.T.Attributes.Index().Take(MostColumns))
        {
            var words = rows.Query($"SELECT count(*) FILTER (outcome = {fraud}), count(*) FILTER (outcome = {legitimate}) FROM {CheckedRows.Transactions} "
                + $"WHERE outcome IS NOT NULL GROUP BY attribute_{i} LIMIT {MostWords + 1}", static r => (Fraud: r.GetInt64(0), Legitimate: r.GetInt64(1)));
            var (frauds, others) = (words.Sum(static w => w.Fraud), words.Sum(static w => w.Legitimate));
            if (words.Count is < 2 or > MostWords || frauds < FewestFrauds || others < FewestFrauds) continue;
            var telling = words.Where(static w => w.Fraud > (w.Fraud + w.Legitimate) * Share).Sum(static w => w.Fraud);
            if (telling < frauds * Share) continue;
            yield return CheckedRows.Warning(column,
                $"‘{column}’ says nearly the same as the outcome: if it is filled in afterwards, it must not be an attribute",
                new Remedy($"Leave ‘{Wording.Cut(column, 40)}’ out", $"transactions.attributes without {column}", m => m.WithoutFeatures(column)));
        }
    }
}
