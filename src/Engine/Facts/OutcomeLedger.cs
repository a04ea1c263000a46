using Investigator.Engine.Core;
using Investigator.Engine.Integrity;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Facts;

/// <summary>How an outcome came into the ledger.</summary>
public enum ReportChannel
{
    /// <summary>A case was closed with a verdict.</summary>
    Case,

    /// <summary>A file of outcomes was imported.</summary>
    Import,

    /// <summary>A program sent it.</summary>
    Api,
}

/// <summary>One outcome that people or programs reported beside the data's own. Whoever is unsure reports nothing.</summary>
/// <param name="Transaction">Its id in the data.</param>
/// <param name="Account">Its account there. Two sources of one name may give the same id to different payments: account and time tell them apart.</param>
/// <param name="Time">When it happened, UTC, whole microseconds as in the data.</param>
/// <param name="Outcome">Fraud or legitimate.</param>
/// <param name="KnownAt">UTC; a run as of an earlier time does not see it.</param>
/// <param name="Channel">How it came.</param>
/// <param name="ReportedBy">Who said so: a person, an import, a program.</param>
public sealed record LedgerEntry(
    string Transaction, string Account, DateTime Time, Outcome Outcome, DateTime KnownAt, ReportChannel Channel, string ReportedBy);

/// <summary>
/// A run's snapshot of the outcome ledger (<c>ledger.parquet</c>), taken at its start so that the run can be repeated; there is no file where the ledger was
/// empty.
/// </summary>
public static class OutcomeLedger
{
    /// <summary>The snapshot in a run's folder; null where there is none.</summary>
    public static string? In(string folder) => KnownFiles.Ledger.FindKept(folder);

    /// <summary>Writes the snapshot into a run's folder, in place of any that is there.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="entries">In the order in which they were reported: of two that became known at the same time the later counts.</param>
    /// <exception cref="ArgumentException">An entry says neither fraud nor legitimate.</exception>
    public static void Write(string folder, IReadOnlyList<LedgerEntry> entries)
    {
        var path = KnownFiles.Ledger.In(folder);
        File.Delete(path);
        if (entries.Count == 0) return;
        using var tables = TableConnection.Open();
        tables.Execute("""
            CREATE TABLE ledger (entry BIGINT, transaction VARCHAR, account VARCHAR, time TIMESTAMP,
                outcome VARCHAR, known_at TIMESTAMP, channel VARCHAR, reported_by VARCHAR)
            """);
        using (var appender = tables.CreateAppender("ledger"))
        {
            for (var i = 0; i < entries.Count; i++)
            {
                var entry = entries[i];
                appender.CreateRow().AppendValue((long)i).AppendValue(entry.Transaction)
                    .AppendValue(entry.Account).AppendValue(entry.Time).AppendValue(WordOf(entry.Outcome)).AppendValue(entry.KnownAt)
                    .AppendValue(entry.Channel.ToString().ToLowerInvariant()).AppendValue(entry.ReportedBy).EndRow();
            }
        }
        tables.Execute($"COPY (FROM ledger ORDER BY entry) TO {Sql.Text(path)} (FORMAT parquet)");
    }

    private static string WordOf(Outcome outcome) => outcome is Outcome.Fraud or Outcome.Legitimate ? outcome.Word()
        : throw new ArgumentException("a ledger entry is fraud or legitimate; whoever is unsure writes none", nameof(outcome));
}
