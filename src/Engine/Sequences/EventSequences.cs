using System.Globalization;
using DuckDB.NET.Data;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Sequences;

/// <summary>Events and transactions merged into one sequence per transaction.</summary>
public static class EventSequences
{
    private const string Stage = StageNames.Sequences;

    /// <summary>A few events at the same instant are normal.</summary>
    private const double NotableShare = 0.01;

    /// <summary>
    /// Finds for each transaction the last events up to its own instant, within the window: those that name the transaction when the mapping says which column
    /// does, otherwise those of its account, and of its session where that is known.
    /// </summary>
    /// <remarks>
    /// An event at the transaction's own instant belongs to it: many clocks tick in minutes, and what led to the payment then bears its time. Events and
    /// transactions come from different files, so that nothing says which came first; two payments of an account at one instant both have its events.
    /// Where the transactions' clock is the coarser one, an instant is a step of it: of a payment at 10:05 the event at 10:05:23, whose dwell is then 0.
    /// Events of the same owner at the same instant keep the order of the source: the dwell of all but the last of them, and the gap of all but the first, is
    /// 0. A recorded dwell that is negative or not finite is ignored, and no dwell lasts beyond the transaction. Both tables stream through once in (owner,
    /// time) order; besides the result, only one account's latest events are in memory. Without events every sequence is empty.
    /// </remarks>
    /// <returns>Sequences in the dataset's row order.</returns>
    /// <exception cref="InputException">An option is out of range, or the events' file is gone.</exception>
    public static SequenceSet Build(Dataset dataset, SequenceOptions options, StageContext context)
    {
        options.Validate();
        var rows = checked((int)dataset.TransactionCount);
        if (rows == 0 || !dataset.HasEvents) return new SequenceBuffer(rows, 1) { Named = 0 }.InRowOrder([EventVocabulary.Other], options.MaxLength);
        if (!File.Exists(dataset.EventsPath))
        {
            throw new InputException("the dataset's events are missing", dataset.EventsPath, expected: $"{dataset.EventCount} events");
        }

        using var tables = TableConnection.Open(context.Scratch, context.Threads, memoryGigabytes: 1.5);
        var meter = context.Start(Stage, dataset.EventCount + rows, "sorting events by account and time");
        Prepare(tables, dataset, options, context.Cancel);
        var vocabulary = EventVocabulary.Count(tables, options.VocabularySize, context.Cancel);
        var payments = ReadPayments(tables, dataset, meter, context.Cancel);
        meter.Note = "joining events to transactions";
        var buffer = new SequenceBuffer(rows, (int)Math.Clamp(dataset.EventCount, 1, 1 << 20)) { Named = vocabulary.Length - 1 };
        var sameInstant = Merge(tables, payments, Instant(dataset), buffer, options, meter, context.Cancel);
        var set = buffer.InRowOrder(vocabulary, options.MaxLength);
        set = set with { Notes = [.. ClockNotes(dataset, sameInstant), .. PlaceholderTimes.Mask(set, dataset, options)] };
        meter.Finish();
        return set;
    }

    /// <summary>The event types that keep their name in sequences, by falling frequency; none without events.</summary>
    /// <exception cref="InputException">An option is out of range.</exception>
    public static IReadOnlyList<string> Pages(Dataset dataset, SequenceOptions options, StageContext context)
    {
        options.Validate();
        if (!dataset.HasEvents) return [];
        using var tables = TableConnection.Open(context.Scratch, context.Threads, memoryGigabytes: 1.5);
        Prepare(tables, dataset, options, context.Cancel);
        return [.. EventVocabulary.Count(tables, options.VocabularySize, context.Cancel).Skip(1)];
    }

    private static IEnumerable<string> ClockNotes(Dataset dataset, long sameInstant)
    {
        if (dataset.BackwardEvents > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{dataset.BackwardEvents:N0} of {dataset.EventCount:N0} events have an earlier time than the previous event "
                    + $"of the same visit in the source; they are sorted by time");
        }
        if (sameInstant >= NotableShare * dataset.EventCount)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{sameInstant:N0} of {dataset.EventCount:N0} events have exactly the time of the same account's previous event; "
                    + $"they keep the order of the source");
        }
    }

    /// <summary>Views over the files, and the table of owners: an account's, or with linked events a transaction's, name and number.</summary>
    private static void Prepare(DuckDBConnection tables, Dataset dataset, SequenceOptions options, CancellationToken cancel)
    {
        var linked = dataset.Mapping.Events?.Transaction is not null;
        var sessions = options.WithinSession && !linked && dataset.Mapping.Events?.Session is not null;
        tables.Execute($"CREATE VIEW transactions AS SELECT row, {(linked ? "id" : "account")} AS owner, time "
            + $"FROM {dataset.TransactionsTable}", cancel);
        tables.Execute($"""
            CREATE VIEW events AS SELECT {(linked ? "transaction" : "account")} AS owner, time, type, dwell_ms, file_row_number AS position,
                {(sessions ? "CASE WHEN session IS NULL THEN 0::UBIGINT ELSE hash(session) END" : "0::UBIGINT")} AS session
            FROM {dataset.EventsTable}
            """, cancel);
        tables.Execute("CREATE TEMP TABLE owners AS SELECT owner, CAST(min(row) AS INTEGER) AS number FROM transactions GROUP BY owner", cancel);
    }

    private static (int[] Owners, long[] Times, int[] Rows) ReadPayments(DuckDBConnection tables, Dataset dataset, ProgressMeter meter,
        CancellationToken cancel)
    {
        var count = (int)dataset.TransactionCount;
        var (owners, times, rows) = (new int[count], new long[count], new int[count]);
        var i = 0;
        tables.Stream("SELECT o.number, epoch_us(t.time), CAST(t.row AS INTEGER) FROM transactions t JOIN owners o USING (owner) ORDER BY 1, 2, 3", cancel,
            reader =>
        {
            (owners[i], times[i], rows[i]) = (reader.GetInt32(0), reader.GetInt64(1), reader.GetInt32(2));
            if ((++i & 0xFFF) == 0) meter.Add(0x1000);
        });
        meter.Add(i & 0xFFF);
        if (i != count)
        {
            throw new InputException("the transactions' file does not hold what the dataset says", dataset.TransactionsPath, value: $"{i} rows",
                expected: $"{count} rows");
        }
        return (owners, times, rows);
    }

    /// <summary>Microseconds after a transaction's time that are the same instant to its clock, though not to the events'.</summary>
    private static long Instant(Dataset dataset) => dataset is { TransactionClock: { } coarse, EventClock: { } fine } && coarse > fine
        ? ((long)coarse.Seconds() * 1_000_000) - 1
        : 0;

    /// <returns>Events at exactly the time of the same owner's previous event.</returns>
    private static long Merge(DuckDBConnection tables, (int[] Owners, long[] Times, int[] Rows) payments, long instant, SequenceBuffer buffer,
        SequenceOptions options, ProgressMeter meter, CancellationToken cancel)
    {
        var window = options.Window.Ticks / TimeSpan.TicksPerMicrosecond;
        var recent = new RecentEvents(options.MaxLength, options.CollapseRepeats);
        var (owner, before) = (-1, 0L);
        var next = 0;
        var (events, sameInstant) = (0L, 0L);

        // Payments before the event's instant take the events pushed so far; those at that instant wait for all its events.
        void Settle(int eventOwner, long time)
        {
            for (; next < payments.Rows.Length; next++)
            {
                var paying = payments.Owners[next];
                if (paying > eventOwner || (paying == eventOwner && payments.Times[next] + instant >= time)) break;
                if (paying == owner) recent.AppendTo(buffer, payments.Rows[next], payments.Times[next], window, options.DwellCapSeconds);
            }
        }

        tables.Stream("""
            SELECT o.number, epoch_us(e.time), coalesce(v.code, 0),
                coalesce(CAST(CASE WHEN e.dwell_ms >= 0 AND isfinite(e.dwell_ms) THEN least(e.dwell_ms / 1000, 1e9) END AS FLOAT), 'nan'::FLOAT),
                e.session
            FROM events e JOIN owners o USING (owner) LEFT JOIN vocabulary v USING (type) ORDER BY 1, 2, e.position
            """, cancel, reader =>
        {
            var (eventOwner, time) = (reader.GetInt32(0), reader.GetInt64(1));
            Settle(eventOwner, time);
            if (eventOwner != owner)
            {
                recent.Clear();
                owner = eventOwner;
            }
            else if (time == before)
            {
                sameInstant++;
            }
            before = time;
            recent.Push(time, reader.GetInt32(2), reader.GetFloat(3), reader.GetFieldValue<ulong>(4));
            if ((++events & 0xFFF) == 0) meter.Add(0x1000);
        });
        meter.Add(events & 0xFFF);
        Settle(int.MaxValue, long.MaxValue); // no owner has this number, so every payment left is settled
        return sameInstant;
    }
}
