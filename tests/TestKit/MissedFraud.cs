using Investigator.Engine.Facts;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.TestKit;

/// <summary>What each transaction really was, as arrays <c>[n]</c> in the dataset's row order, to measure clusters by. No stage sees it.</summary>
/// <param name="Fraud">Null where no one knows.</param>
/// <param name="Missed">Fraud that the real-time engine approved.</param>
/// <param name="KnownBefore">Of the missed, those of which the run could know: reported by the dataset's last transaction.</param>
public sealed record MissedFraud(bool?[] Fraud, bool[] Missed, int KnownBefore)
{
    /// <summary>By the outcomes that the dataset holds, whenever they became known. Without decisions every transaction counts as approved.</summary>
    /// <param name="dataset">With outcomes.</param>
    /// <param name="truth"><c>truth.parquet</c> of a simulated shop, which knows of every transaction; null to go by the outcomes.</param>
    public static MissedFraud Of(Dataset dataset, string? truth = null)
    {
        using var db = TableConnection.Open();
        var (fraud, join) = truth is null ? ("d.outcome = 'fraud'", "") : ("t.fraud", $"JOIN read_parquet({Sql.Text(truth)}) t ON t.id = d.id");
        var approved = dataset.HasDecisions ? "coalesce(d.decision = 'approved', false)" : "true";
        var rows = db.Query(
            $"""
            SELECT {fraud}, {approved}, coalesce(k.outcome = 'fraud', false)
            FROM read_parquet({Sql.Text(dataset.TransactionsPath)}) d
            JOIN {KnownOutcome.Transactions(dataset, dataset.To, null)} k USING (row) {join} ORDER BY d.row
            """,
            static r => (Fraud: r.IsDBNull(0) ? (bool?)null : r.GetBoolean(0), Approved: r.GetBoolean(1), Known: r.GetBoolean(2)));
        return new MissedFraud(
            [.. rows.Select(static r => r.Fraud)],
            [.. rows.Select(static r => r.Fraud == true && r.Approved)],
            rows.Count(static r => r is { Fraud: true, Approved: true, Known: true }));
    }
}
