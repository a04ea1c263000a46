using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Checks;
using Investigator.Engine.Ingest.Formats;
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

    /// <summary>Readable events of accounts that pay, by account, time and place in the source.</summary>
    private const string Kept = $"{Parsed} WHERE faults IS NULL AND payer >= 0";

    /// <summary>Whether a row stands in the source before one that comes before it by account and time.</summary>
    private const string IsBack = "lag(payer) OVER () = payer AND (lag(file_no) OVER () > file_no OR (lag(file_no) OVER () = file_no AND lag(row_no) OVER () "
        + "> row_no))";

    public static IEnumerable<string?> Columns(EventMapping m) =>
        [m.Account, m.Transaction, m.Session, m.Time, m.TimeOfDay, m.Type, .. m.TypeParts ?? [], m.DwellMs, m.Rows?.Column];

    /// <summary>Records the bad rows; of events of unknown accounts, which are ordinary (people look and do not buy), only the first.</summary>
    public static CheckedTable Check(LoadSession session, RawTable raw, EventMapping m)
    {
        RowSelection.Take(session, raw, m.Rows);
        session.Run($"CREATE TABLE accounts AS SELECT account, (row_number() OVER (ORDER BY account) - 1)::INTEGER AS payer "
            + $"FROM (SELECT DISTINCT account FROM {TransactionTable.Accepted})");
        var read = session.Keep("events_read", Select(raw, m), (raw.Rows, ColumnsRead), "events: checking");
        var rows = session.Count($"SELECT count(*) FROM {read}");
        var selection = RowSelection.Of(session, raw, rows, CopySearch.ByHash(Ties(read), "account, time"), m.Copies);
        if (selection.Copies > 0)
        {
            read = session.Keep("events_distinct", $"SELECT * FROM {RowSelection.Without(raw, read)} {Order}", (rows, ColumnsRead),
                "events: leaving out copies");
        }

        session.Run($"CREATE VIEW {Parsed} AS SELECT * FROM {read}");
        RowCheck.Record(session, raw, Checks(raw, m), Parsed);
        const string Unknown = $"FROM {Parsed} WHERE faults IS NULL AND payer < 0";
        var without = session.Count($"SELECT count(*) {Unknown}");
        if (without > 0)
        {
            session.Run($"INSERT INTO rejects SELECT {Sql.Text(raw.Source)}, file_no, row_no, {Sql.Text(m.Account)}, left(account, 200), "
                + $"{Sql.Text(UnknownAccount)} {Unknown} ORDER BY file_no, row_no LIMIT {StoredUnknown}");
        }

        var refused = RejectTable.Refused(session, raw);
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
        session.Run($"COPY (SELECT account, transaction, session, time, type, dwell_ms FROM {Kept}) "
            + $"TO {Sql.Text(new DatasetFolder(session.Folder).Events)} (FORMAT parquet)", meter, rows);
        meter.Finish();
    }

    /// <summary>
    /// Events whose time is earlier than that of the event before them in the source, of the same account, and of the same session and transaction where these
    /// are mapped: visits may lie interleaved in a source.
    /// </summary>
    /// <remarks>Only accounts whose events do not stand in order of time are looked at, which mostly are few.</remarks>
    public static long Backward(LoadSession session)
    {
        session.Run($"CREATE TABLE events_back AS SELECT DISTINCT payer FROM (SELECT payer, {IsBack} AS back FROM {Kept}) WHERE back");
        return session.Count($"""
            SELECT count(*) FROM (
                SELECT time < lag(time) OVER (PARTITION BY account, session, transaction ORDER BY file_no, row_no) AS back
                FROM {Kept} AND payer IN (SELECT payer FROM events_back)) WHERE back
            """);
    }

    /// <summary>The parts that may hold words for nothing: whom or what an event names first, then what it says of them.</summary>
    public static IReadOnlyList<NamedPart> Words(RawTable raw, EventMapping m)
    {
        IEnumerable<NamedPart?> names = [raw.Part(m.Account, "account"), raw.Part(m.Transaction, "transaction"), raw.Part(m.Session, "session")];
        NamedPart?[] dwell = [raw.Part(m.DwellMs, "dwell_given", raw.OptionalNumberCell(m.DwellMs))];
        return [.. names.OfType<NamedPart>().DistinctBy(static p => p.Column), .. dwell.OfType<NamedPart>()];
    }

    /// <summary>
    /// SQL of all rows that the filter takes, in the order of the canonical table: their parts, what is wrong with them (<c>faults</c>), which words of them
    /// are nothing (<c>words</c>), and <c>payer</c> INTEGER, the place of the account among those that pay, below 0 where it does not.
    /// </summary>
    /// <remarks>Events are many: they are sorted once, and whatever is asked of neighbours in that order is then a question of the row before.</remarks>
    private static string Select(RawTable raw, EventMapping m)
    {
        string[] parts = [raw.Text(m.Type), .. (m.TypeParts ?? []).Select(raw.Text)];
        var type = parts.Length == 1 ? $"coalesce({parts[0]}, '{Blank}')"
            : $"coalesce(nullif(concat_ws('{PartsBetween}', {string.Join(", ", parts)}), ''), '{Blank}')";
        var (time, dwell, words) = (raw.TimeCell(m.Time, m.TimeOfDay), raw.OptionalNumberCell(m.DwellMs), Words(raw, m));
        var passed = string.Concat(words.Select(static w => ", " + w.Needs).Distinct(StringComparer.Ordinal));
        return $"""
            SELECT file_no, row_no, coalesce(payer, (-1 - (hash(account) % 2147483647)::BIGINT)::INTEGER) AS payer, account, transaction, session, time, type,
                dwell_ms, {RawTable.Hash}, {RowCheck.Faults(Checks(raw, m))} AS faults, {MissingWords.Found(words)} AS words
            FROM (SELECT *, {time.Value("time_given")} AS time, {dwell.Value("dwell_given")} AS dwell_ms
                FROM (SELECT file_no, row_no, {raw.Name(m.Account)} AS account, {raw.Text(m.Account)} AS account_text,
                    {raw.Reference(m.Transaction)} AS transaction, {raw.Name(m.Session)} AS session, {time.Given} AS time_given,
                    {type} AS type, {dwell.Given} AS dwell_given, {RawTable.Hash}{passed} FROM {raw.Taken})) LEFT JOIN accounts USING (account)
            {Order}
            """;
    }

    /// <summary>Columns of <see cref="Select"/>.</summary>
    private const int ColumnsRead = 12;

    private const string Order = "ORDER BY payer, time, file_no, row_no";

    /// <summary>SQL of the rows that agree with a neighbour in account and time: equal ones do.</summary>
    private static string Ties(string read) => $"(SELECT * FROM (SELECT file_no, row_no, account, time, {RawTable.Hash}, "
        + "(lag(payer) OVER () = payer AND lag(time) OVER () IS NOT DISTINCT FROM time) OR (lead(payer) OVER () = payer AND lead(time) OVER () "
        + $"IS NOT DISTINCT FROM time) AS tie FROM {read}) WHERE tie)";

    private static Advice? BlankPages(LoadSession session, EventMapping m)
    {
        var blank = session.Count($"SELECT count(*) FROM {Parsed} WHERE faults IS NULL AND type = '{Blank}'");
        return blank == 0 ? null : new Advice(AdviceLevel.Note, TableNames.Events, m.Type,
            $"{Wording.Counted(blank, "event")} {(blank == 1 ? "names" : "name")} no page: kept as the page {Blank}");
    }

    private static List<RowCheck> Checks(RawTable raw, EventMapping m)
    {
        var (time, dwell) = (raw.TimeCell(m.Time, m.TimeOfDay), raw.OptionalNumberCell(m.DwellMs));
        List<RowCheck> checks =
        [
            RowCheck.Missing(m.Account, "account", "event account") with { Value = "account_text" },
            RowCheck.Missing(m.Time, "time_given", m.TimeOfDay is null ? "event time" : "event time or time of day") with { Value = "''" },
            RowCheck.Unreadable(m.Time, "time_given", "time", $"event time is not readable ({raw.Formats.Time(m.Time, m.TimeOfDay).Expected})") with
            {
                Value = time.Text("time_given"),
            },
        ];
        if (m.DwellMs is not null) checks.AddRange(RowCheck.NonNegative(m.DwellMs, dwell, "dwell_given", "dwell_ms", "dwell"));
        return checks;
    }
}
