using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest;

/// <summary>What a reader of a dataset should know of how its rows were read.</summary>
internal static class LoadNotes
{
    public static List<string> Of(LoadSession session, Mapping mapping, CheckedSource tables)
    {
        var t = mapping.Transactions;
        var notes = new List<string?>
        {
            MissingWords.Note(session, tables.Transactions.Raw, TransactionReading.Words(tables.Transactions.Raw, t), TransactionTable.Parsed),
            KeyText.Note(session, tables.Transactions.Raw, mapping, [("accounts", t.Account), .. t.Entities.Select(static e => (e.Key, (string?)e.Value))]),
        };
        notes.AddRange(Told(tables.Transactions));
        if (tables.Events is { } events && mapping.Events is { } e)
        {
            notes.Add(MissingWords.Note(session, events.Raw, EventTable.Words(events.Raw, e), EventTable.Parsed));
            notes.Add(KeyText.Note(session, events.Raw, mapping, [("accounts", e.Account), ("sessions", e.Session)]));
            notes.AddRange(Told(events));
            notes.Add(Joined(session, events.Counts));
        }

        return [.. notes.OfType<string>()];
    }

    private static IEnumerable<string> Told(CheckedTable table) => table.Advice.Select(a => $"{a.Table}: {a.Text}");

    /// <summary>A file of events that are all of others' is more likely one whose accounts are written in another way.</summary>
    private static string? Joined(LoadSession session, RowCounts counts)
    {
        if (counts.Kept > 0 || counts.WithoutPayment == 0) return null;
        var (one, other) = (First($"{EventTable.Parsed} WHERE faults IS NULL"), First(TransactionTable.Accepted));
        return $"events: none of the {Wording.Counted(counts.WithoutPayment, "event")} is of an account that pays (an event says {one}, a payment {other}): "
            + "all sequences are empty";

        string First(string from) => "“" + Wording.Quoted(session.Connection.Query($"SELECT account FROM {from} ORDER BY file_no, row_no LIMIT 1",
            static r => r.GetString(0), session.Context.Cancel)[0], 40) + "”";
    }
}
