using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Facts;

/// <summary>The one definition of a known outcome: the arrays of a run, the lists, the totals, the map and the exports all read this relation.</summary>
/// <remarks>
/// A run sees only what was known at its as-of time. Where the mapping names a column for the time at which an outcome became known, a blank there means that
/// the outcome is not known;
/// where it names none, the outcome is known from the transaction's own time on. What the source says wins; where it says nothing yet, the ledger's last
/// entry up to the as-of time counts. An entry speaks of the transaction of its id, account and time, and of no other of the same id.
/// </remarks>
public static class KnownOutcome
{
    /// <summary>
    /// The dataset's transactions as a relation in brackets, ready to be named: every column of <c>transactions.parquet</c>, with <c>outcome</c> as it
    /// was known (fraud, legitimate or NULL), <c>outcome_known_at</c> since when (NULL where it was not, never before <c>time</c>; where source and ledger
    /// agree, what came first), <c>outcome_source</c> (source, ledger or NULL) and <c>outcome_differs</c> (the ledger says otherwise than the source, which
    /// counts).
    /// </summary>
    /// <param name="dataset">Where the transactions are.</param>
    /// <param name="asOf">UTC.</param>
    /// <param name="ledger">The run's snapshot of the ledger (see <see cref="OutcomeLedger"/>); null without one.</param>
    public static string Transactions(Dataset dataset, DateTime asOf, string? ledger)
    {
        var source = $"CASE WHEN {KnownAt(dataset)} <= {Sql.Time(asOf)} THEN t.outcome END";
        var columns = "t.* EXCLUDE (outcome, outcome_known_at)";
        var table = $"{dataset.TransactionsTable} t";
        if (ledger is null)
        {
            var from = $"CASE WHEN {source} IS NOT NULL THEN 'source' END AS outcome_source";
            return $"(SELECT {columns}, {source} AS outcome, CASE WHEN {source} IS NOT NULL THEN {KnownAt(dataset)} END AS outcome_known_at, {from}, "
                + $"false AS outcome_differs FROM {table})";
        }
        return $"""
            (SELECT {columns}, coalesce({source}, l.outcome) AS outcome,
                greatest(t.time, CASE WHEN {source} IS NULL THEN l.known_at WHEN {source} = l.outcome THEN least({KnownAt(dataset)}, l.known_at)
                    ELSE {KnownAt(dataset)} END) AS outcome_known_at,
                CASE WHEN {source} IS NOT NULL THEN 'source' WHEN l.outcome IS NOT NULL THEN 'ledger' END AS outcome_source,
                coalesce({source} <> l.outcome, false) AS outcome_differs
            FROM {table} LEFT JOIN (
                SELECT transaction, account, time, outcome, known_at FROM {Sql.Parquet(ledger)} WHERE known_at <= {Sql.Time(asOf)}
                QUALIFY row_number() OVER (PARTITION BY transaction, account, time ORDER BY known_at DESC, entry DESC) = 1) l
                ON l.transaction = t.id AND l.account = t.account AND l.time = t.time)
            """;
    }

    /// <summary>An outcome as the number of <see cref="Outcome"/>.</summary>
    /// <param name="outcome">A column of <see cref="Transactions"/>.</param>
    public static string Code(string outcome) => FormattableString.Invariant($"""
        CAST(CASE {outcome} WHEN '{Outcome.Fraud.Word()}' THEN {(byte)Outcome.Fraud} WHEN '{Outcome.Legitimate.Word()}' THEN {(byte)Outcome.Legitimate}
            ELSE {(byte)Outcome.Unknown} END AS UTINYINT)
        """);

    private static string KnownAt(Dataset dataset) =>
        dataset.Mapping.Transactions.Outcome?.KnownAt is null ? "coalesce(t.outcome_known_at, t.time)" : "t.outcome_known_at";
}
