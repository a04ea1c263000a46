using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Checks;
using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest;

/// <summary>Raw events -> <c>events.parquet</c> and their rejects.</summary>
internal static class EventTable
{
    public const string UnknownAccount = "account has no transaction";

    /// <summary>All rows as they are understood, refused ones among them.</summary>
    public const string Parsed = "events_parsed";

    private const int StoredUnknown = 1000;

    public static IEnumerable<string?> Columns(EventMapping m) => [m.Account, m.Transaction, m.Session, m.Time, m.Type, m.DwellMs];

    /// <summary>Records the bad rows; of events of unknown accounts, which are ordinary (people look and do not buy), only the first.</summary>
    /// <returns>Events of unknown accounts, all of them.</returns>
    public static long Check(LoadSession session, RawTable raw, EventMapping m)
    {
        session.Run($"CREATE VIEW {Parsed} AS SELECT *, {raw.Time(m.Time, "time_text")} AS time, {raw.Number(m.DwellMs, "dwell_text")} AS dwell_ms "
            + $"FROM (SELECT file_no, row_no, {raw.Name(m.Account)} AS account, {raw.Text(m.Account)} AS account_text, "
            + $"{raw.Name(m.Transaction)} AS transaction, {raw.Name(m.Session)} "
            + $"AS session, {raw.Text(m.Time)} AS time_text, {raw.Text(m.Type)} AS type, {raw.Text(m.DwellMs)} AS dwell_text FROM {raw.View})");
        RowCheck.Record(session, raw, Parsed, Checks(raw, m));
        session.Run($"CREATE TABLE accounts AS SELECT DISTINCT account FROM {TransactionTable.Accepted}");
        var unknown = $"FROM {Parsed} WHERE NOT {RowCheck.AnyFails(Checks(raw, m))} AND account NOT IN (SELECT account FROM accounts)";
        session.Run($"INSERT INTO rejects SELECT {Sql.Text(raw.Source)}, file_no, row_no, {Sql.Text(m.Account)}, left(account, 200), "
            + $"{Sql.Text(UnknownAccount)} {unknown} ORDER BY file_no, row_no LIMIT {StoredUnknown}");
        return session.Count($"SELECT count(*) {unknown}");
    }

    public static void Write(LoadSession session, RawTable raw, EventMapping m, long rows)
    {
        var meter = session.Context.Start(StageNames.Ingest, rows, "events: writing");
        session.Run($"COPY (SELECT account, transaction, session, time, type, dwell_ms FROM {Parsed} WHERE NOT {RowCheck.AnyFails(Checks(raw, m))} "
            + $"AND account IN (SELECT account FROM accounts) ORDER BY account, time, file_no, row_no) "
            + $"TO {Sql.Text(new DatasetFolder(session.Folder).Events)} (FORMAT parquet)", meter, rows);
        meter.Finish();
    }

    /// <summary>
    /// Events whose time is earlier than that of the event before them in the source, of the same account, and of the same session and transaction where these
    /// are mapped: visits may lie interleaved in a source.
    /// </summary>
    public static long Backward(LoadSession session, RawTable raw, EventMapping m) => session.Count($"""
        SELECT count(*) FROM (
            SELECT time < lag(time) OVER (PARTITION BY account, session, transaction ORDER BY file_no, row_no) AS back
            FROM {Parsed} WHERE NOT {RowCheck.AnyFails(Checks(raw, m))} AND account IN (SELECT account FROM accounts)) WHERE back
        """);

    private static List<RowCheck> Checks(RawTable raw, EventMapping m)
    {
        List<RowCheck> checks =
        [
            RowCheck.Missing(m.Account, "account", "event account") with { Value = "account_text" },
            RowCheck.Missing(m.Time, "time_text", "event time"),
            RowCheck.Unreadable(m.Time, "time_text", "time", $"event time is not readable ({raw.Formats.Time(m.Time).Expected})"),
            RowCheck.Missing(m.Type, "type", "event type"),
        ];
        if (m.DwellMs is not null) checks.AddRange(RowCheck.NonNegative(m.DwellMs, "dwell_text", "dwell_ms", "dwell"));
        return checks;
    }
}
