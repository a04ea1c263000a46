using DuckDB.NET.Data;
using Investigator.Engine.Features.Kinds;
using Investigator.Engine.Ingest;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Features;

/// <summary>The relations that a feature's SQL may name, in one session.</summary>
public static class FeatureViews
{
    /// <summary>
    /// Makes <c>payments</c> (what is known of a transaction as it happens: neither decision nor outcome), <c>transactions</c> (with the decision, never the
    /// outcome), both with the <see cref="ColumnDerivation"/>, and, when asked for, <c>sequence_events</c> and the column
    /// <c>page_sequence</c>. Without <paramref name="withSequences"/> that column is NULL and that table empty.
    /// </summary>
    /// <param name="tables">The session.</param>
    /// <param name="dataset">Whose transactions they are.</param>
    /// <param name="sequences">Likewise.</param>
    /// <param name="withSequences">Whether a feature names them.</param>
    /// <param name="copied">Whether the transactions are copied into the session, for one that is to open no file later; it spills what memory does not
    /// hold.</param>
    /// <param name="cancel">Interrupts the work.</param>
    public static void Create(
        DuckDBConnection tables, Dataset dataset, SequenceSet sequences, bool withSequences, bool copied = false, CancellationToken cancel = default)
    {
        tables.Execute("CREATE TEMP TABLE sequence_events (row BIGINT, position INTEGER, type VARCHAR, dwell FLOAT, gap FLOAT, to_payment FLOAT, "
            + "page VARCHAR)", cancel);
        if (withSequences) Append(tables, sequences, cancel);
        tables.Execute("CREATE TEMP TABLE page_sequences AS SELECT row, string_agg(page, '>' ORDER BY position) AS page_sequence FROM sequence_events "
            + "GROUP BY row", cancel);
        var derived = string.Concat(ColumnDerivation.Of(dataset).Select(static d => $", {d.Sql} AS {Sql.Name(d.Column)}"));
        tables.Execute($"""
            CREATE TEMP {(copied ? "TABLE" : "VIEW")} transactions AS SELECT t.* EXCLUDE (outcome, outcome_known_at), s.page_sequence{derived}
            FROM {dataset.TransactionsTable} t LEFT JOIN page_sequences s USING (row)
            """, cancel);
        tables.Execute("CREATE TEMP VIEW payments AS SELECT * EXCLUDE (decision) FROM transactions", cancel);
    }

    private static void Append(DuckDBConnection tables, SequenceSet sequences, CancellationToken cancel)
    {
        using var appender = tables.CreateAppender("sequence_events");
        var rare = 0;
        for (var i = 0; i < sequences.Count; i++)
        {
            if ((i & 0xFF) == 0) cancel.ThrowIfCancellationRequested();
            for (var j = sequences.Offsets[i]; j < sequences.Offsets[i + 1]; j++)
            {
                appender.CreateRow().AppendValue((long)i).AppendValue(j - sequences.Offsets[i]).AppendValue(sequences.Vocabulary[sequences.Types[j]])
                    .AppendValue(Known(sequences.Dwell[j])).AppendValue(Known(sequences.Gap[j])).AppendValue(TimeToPayment.Of(sequences, i))
                    .AppendValue(sequences.Types[j] == 0 ? RarePage(sequences, rare++, j) : sequences.Vocabulary[sequences.Types[j]]).EndRow();
            }
        }
    }

    /// <summary>The name by which a page that lost its own is told from the others; one of which nothing is known is told from all.</summary>
    private static string RarePage(SequenceSet sequences, int rare, int step) => sequences.RarePages.Length == 0 || sequences.RarePages[rare] == 0
        ? FormattableString.Invariant($"other at {step}")
        : FormattableString.Invariant($"other {sequences.RarePages[rare]}");

    private static float? Known(float seconds) => float.IsNaN(seconds) ? null : seconds;
}
