using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Checks;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest;

/// <summary>Raw events -> <c>events.parquet</c> and their rejects.</summary>
internal static class EventTable
{
    public const string UnknownAccount = "account has no transaction";

    /// <summary>Rows that belong to the table as they are understood, refused ones (which have <c>faults</c>) among them.</summary>
    public const string Parsed = "events_parsed";

    /// <summary>What a page is called that the source leaves blank.</summary>
    private const string Blank = "(blank)";

    private const string PartsBetween = " / ";

    private const int StoredUnknown = 1000;

    /// <summary>Readable events of accounts that pay.</summary>
    private const string Kept = $"{Parsed} WHERE faults IS NULL AND account IN (SELECT account FROM accounts)";

    public static IEnumerable<string?> Columns(EventMapping m) =>
        [m.Account, m.Transaction, m.Session, m.Time, m.TimeOfDay, m.Type, .. m.TypeParts ?? [], m.DwellMs, m.Rows?.Column];

    /// <summary>Records the bad rows; of events of unknown accounts, which are ordinary (people look and do not buy), only the first.</summary>
    public static CheckedTable Check(LoadSession session, RawTable raw, EventMapping m)
    {
        var selection = RowSelection.Of(session, raw, m.Rows, id: null, [m.Account, m.Time], m.Copies);
        Parse(session, raw, m);
        RowCheck.Record(session, raw, Parsed);
        session.Run($"CREATE TABLE accounts AS SELECT DISTINCT account FROM {TransactionTable.Accepted}");
        var unknown = $"FROM {Parsed} WHERE faults IS NULL AND account NOT IN (SELECT account FROM accounts)";
        session.Run($"INSERT INTO rejects SELECT {Sql.Text(raw.Source)}, file_no, row_no, {Sql.Text(m.Account)}, left(account, 200), "
            + $"{Sql.Text(UnknownAccount)} {unknown} ORDER BY file_no, row_no LIMIT {StoredUnknown}");
        var (refused, without) = (RejectTable.Refused(session, raw), session.Count($"SELECT count(*) {unknown}"));
        var counts = new RowCounts
        {
            Read = raw.Rows,
            Kept = raw.Rows - selection.LeftOut - selection.Copies - refused - without,
            Refused = refused,
            LeftOut = selection.LeftOut,
            Copies = selection.Copies,
            WithoutPayment = without,
        };
        return new CheckedTable(raw, counts) { Advice = [.. new[] { selection.Advice, BlankPages(session, m) }.OfType<Advice>()] };
    }

    public static void Write(LoadSession session, long rows)
    {
        var meter = session.Context.Start(StageNames.Ingest, rows, "events: writing");
        session.Run($"COPY (SELECT account, transaction, session, time, type, dwell_ms FROM {Kept} ORDER BY account, time, file_no, row_no) "
            + $"TO {Sql.Text(new DatasetFolder(session.Folder).Events)} (FORMAT parquet)", meter, rows);
        meter.Finish();
    }

    /// <summary>
    /// Events whose time is earlier than that of the event before them in the source, of the same account, and of the same session and transaction where these
    /// are mapped: visits may lie interleaved in a source.
    /// </summary>
    public static long Backward(LoadSession session) => session.Count($"""
        SELECT count(*) FROM (
            SELECT time < lag(time) OVER (PARTITION BY account, session, transaction ORDER BY file_no, row_no) AS back FROM {Kept}) WHERE back
        """);

    /// <summary>Events are many and narrow, and several passes look at them: they are understood once, into a file.</summary>
    private static void Parse(LoadSession session, RawTable raw, EventMapping m)
    {
        string[] parts = [raw.Text(m.Type), .. (m.TypeParts ?? []).Select(raw.Text)];
        var type = parts.Length == 1 ? $"coalesce({parts[0]}, '{Blank}')"
            : $"coalesce(nullif(concat_ws('{PartsBetween}', {string.Join(", ", parts)}), ''), '{Blank}')";
        var path = Path.Combine(session.RawFolder, "events-parsed.parquet");
        var meter = session.Context.Start(StageNames.Ingest, raw.Rows, "events: checking");
        session.Run($"""
            COPY (SELECT file_no, row_no, account, transaction, session, time, type, dwell_ms, {RowCheck.Faults(Checks(raw, m))} AS faults
                FROM (SELECT *, {raw.Time(m.Time, m.TimeOfDay, "time_text")} AS time, {raw.Number(m.DwellMs, "dwell_text")} AS dwell_ms
                    FROM (SELECT file_no, row_no, {raw.Name(m.Account)} AS account, {raw.Text(m.Account)} AS account_text,
                        {raw.Reference(m.Transaction)} AS transaction, {raw.Name(m.Session)} AS session, {raw.TimeText(m.Time, m.TimeOfDay)} AS time_text,
                        {type} AS type, {raw.Category(m.DwellMs)} AS dwell_text FROM {raw.Taken})))
            TO {Sql.Text(path)} (FORMAT parquet)
            """, meter, raw.Rows);
        meter.Finish();
        session.Run($"CREATE VIEW {Parsed} AS SELECT * FROM {Sql.Parquet(path)}");
    }

    private static Advice? BlankPages(LoadSession session, EventMapping m)
    {
        var blank = session.Count($"SELECT count(*) FROM {Parsed} WHERE faults IS NULL AND type = '{Blank}'");
        return blank == 0 ? null : new Advice(AdviceLevel.Note, TableNames.Events, m.Type,
            $"{Wording.Counted(blank, "event")} {(blank == 1 ? "names" : "name")} no page: kept as the page {Blank}");
    }

    private static List<RowCheck> Checks(RawTable raw, EventMapping m)
    {
        List<RowCheck> checks =
        [
            RowCheck.Missing(m.Account, "account", "event account") with { Value = "account_text" },
            RowCheck.Missing(m.Time, "time_text", m.TimeOfDay is null ? "event time" : "event time or time of day"),
            RowCheck.Unreadable(m.Time, "time_text", "time", $"event time is not readable ({raw.Formats.Time(m.Time, m.TimeOfDay).Expected})"),
        ];
        if (m.DwellMs is not null) checks.AddRange(RowCheck.NonNegative(m.DwellMs, "dwell_text", "dwell_ms", "dwell"));
        return checks;
    }
}
