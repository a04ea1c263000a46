using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Checks;
using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest;

/// <summary>Raw transactions -> <c>transactions.parquet</c> and their rejects.</summary>
internal static class TransactionTable
{
    /// <summary>Rows that belong to the table as they are understood, refused ones among them.</summary>
    private const string Parsed = "transactions_parsed";

    /// <summary>Accepted rows, not yet ordered: what events and attributes are checked against.</summary>
    public const string Accepted = "transactions_accepted";

    /// <summary>Rows that are no transactions of the dataset: faulty ones, and refunds that are not kept.</summary>
    private const string Out = "transactions_out";

    /// <summary>The time that a query takes to be planned grows with the square of its columns.</summary>
    public const int ColumnsAtOnce = 32;

    public static IEnumerable<string?> Columns(TransactionMapping m) =>
        [m.Id, m.Account, m.Time, .. m.MonthAndDay ?? [], m.TimeOfDay, m.Amount, m.Currency,
            .. m.Entities.Values, .. m.Attributes, m.Decision?.Column, m.Outcome?.Column,
            m.Outcome?.KnownAt, m.SignedUp, m.Rows?.Column, m.Refunds?.Column];

    /// <summary>Names of the attributes, those of the source first.</summary>
    public static IReadOnlyList<string> AttributeNames(TransactionMapping m) =>
        RefundRows.Attribute(m) is { } refund ? [.. m.Attributes, refund] : m.Attributes;

    /// <summary>Records the bad rows and defines <see cref="Accepted"/> over the others.</summary>
    public static CheckedTable Check(LoadSession session, RawTable raw, TransactionMapping m)
    {
        var selection = RowSelection.Of(session, raw, m.Rows, m.Id, [m.Account, m.Time, m.Amount], m.Copies);
        TransactionReading.Define(session, raw, m, Parsed);
        var keepRefunds = RefundRows.Use(m) == RefundUse.Keep;
        var meter = session.Context.Start(StageNames.Ingest, raw.Rows, "transactions: checking");
        session.Run($"CREATE TABLE {Out} AS SELECT file_no, row_no, faults, refund, account, time, amount, currency "
            + $"FROM (SELECT *, {RowCheck.Faults(TransactionReading.Checks(raw, m))} AS faults FROM {Parsed}) WHERE faults IS NOT NULL OR refund",
            meter, raw.Rows);
        meter.Finish();
        RowCheck.Record(session, raw, Out);
        session.Run($"CREATE VIEW transactions_refunds AS SELECT * FROM {Out} WHERE faults IS NULL AND refund");
        var left = $"(SELECT * FROM {Parsed} p WHERE NOT EXISTS (SELECT 1 FROM {Out} o WHERE o.file_no = p.file_no AND o.row_no = p.row_no"
            + $"{(keepRefunds ? " AND o.faults IS NOT NULL" : "")}))";
        if (selection.SameIds) left = RefuseSameIds(session, raw, m, left);
        session.Run($"CREATE VIEW {Accepted} AS SELECT * "
            + (keepRefunds ? $"REPLACE (CASE WHEN refund THEN NULL ELSE amount END AS amount), CASE WHEN refund THEN 'yes' ELSE 'no' END AS "
                + $"attribute_{Number(m.Attributes.Count)} " : "")
            + $"FROM {left}");

        var refused = RejectTable.Refused(session, raw);
        var possible = raw.Rows - selection.LeftOut - selection.Copies - refused;
        if (RefundRows.Use(m) == RefundUse.Link) RefundRows.Link(session, left, "transactions_refunds");
        var said = RefundRows.Say(session, m, "transactions_refunds", possible, out var refunds);
        var counts = new RowCounts
        {
            Read = raw.Rows,
            Kept = possible - (keepRefunds ? 0 : refunds),
            Refused = refused,
            LeftOut = selection.LeftOut,
            Refunds = keepRefunds ? 0 : refunds,
            Copies = selection.Copies,
        };
        var unsaid = TransactionReading.Unsaid(session, m, Accepted);
        return new CheckedTable(raw, counts) { Advice = [.. new[] { selection.Advice, said, unsaid }.OfType<Advice>()] };
    }

    /// <summary>Of rows with one id that are not equal the first is taken.</summary>
    /// <returns>The others.</returns>
    private static string RefuseSameIds(LoadSession session, RawTable raw, TransactionMapping m, string from)
    {
        session.Run($"CREATE TABLE duplicates AS SELECT file_no, row_no, id FROM (SELECT file_no, row_no, id, row_number() OVER (PARTITION BY id "
            + $"ORDER BY file_no, row_no) AS nth FROM {from} WHERE id IN (SELECT alike FROM transactions_alike)) WHERE nth > 1");
        session.Run($"INSERT INTO rejects SELECT {Sql.Text(raw.Source)}, file_no, row_no, {Sql.Text(m.Id ?? "")}, left(id, 200), 'id was seen before' "
            + "FROM duplicates");
        return $"(SELECT * FROM {from} g WHERE NOT EXISTS (SELECT 1 FROM duplicates d WHERE d.file_no = g.file_no AND d.row_no = g.row_no))";
    }

    /// <summary>
    /// An attribute is numeric if it has a value, every value is a number or a word for nothing, and they are no codes. NaN and infinity count as missing
    /// numbers.
    /// </summary>
    public static List<AttributeColumn> Attributes(LoadSession session, RawTable raw, TransactionMapping m)
    {
        var attributes = AttributeNames(m).Index().Chunk(ColumnsAtOnce).SelectMany(some => session.Connection.Query(
            $"SELECT {string.Join(", ", some.Select(a => IsNumeric(a.Index)))} FROM {Accepted}",
            r => some.Select((a, i) => new AttributeColumn(a.Item, r.GetBoolean(i))).ToList(), session.Context.Cancel)[0]).ToList();
        return CodeColumns.Mark(session, attributes);

        string IsNumeric(int i) =>
            $"coalesce(bool_and({NumberOf(raw, m, i)} IS NOT NULL) FILTER (attribute_{Number(i)} IS NOT NULL AND NOT is_nobody(attribute_{Number(i)})), false)";
    }

    /// <summary>SQL of an attribute's number, NULL where it is none.</summary>
    private static string NumberOf(RawTable raw, TransactionMapping m, int attribute) =>
        attribute < m.Attributes.Count ? raw.Number(m.Attributes[attribute], $"attribute_{Number(attribute)}") : "NULL::DOUBLE";

    /// <summary>Payments that lie before their account signed up: that time is then missing.</summary>
    public static long LateSignUps(LoadSession session, TransactionMapping m) =>
        m.SignedUp is null ? 0 : session.Count($"SELECT count(*) FROM {Accepted} WHERE signed_up > time");

    public static void Write(LoadSession session, RawTable raw, TransactionMapping m, IReadOnlyList<AttributeColumn> attributes,
        IReadOnlyList<CurrencyUse> currencies, long rows)
    {
        var entities = m.Entities.Select(static (e, i) => $"entity_{i} AS {Sql.Name("entity_" + e.Key)}, ");
        var others = attributes.Select((a, i) =>
            (a.Numeric ? ColumnSql.With(NumberOf(raw, m, i), "number_", "CASE WHEN isfinite(number_) THEN number_ END")
                : a.Code ? CodeColumns.Text($"attribute_{i}") : $"attribute_{i}")
            + $" AS {Sql.Name("attribute_" + a.Name)}, ");

        // A date without a time of day lies before a transaction later that day: such an outcome was known at the transaction, not before it.
        var columns = $"id, account, time, {CurrencyTable.Converted(currencies)} AS amount, currency, "
            + $"{string.Concat(entities)}{string.Concat(others)}decision, outcome, CASE "
            + $"WHEN outcome IS NOT NULL AND known_at IS NOT NULL THEN greatest(known_at, time) END AS outcome_known_at"
            + (m.SignedUp is null ? "" : ", CASE WHEN signed_up <= time THEN signed_up END AS signed_up")
            + (RefundRows.Use(m) == RefundUse.Link ? $", {RefundRows.Refunded(CurrencyTable.Converted(currencies), "t")} AS refunded" : "");
        var order = m.Id is null ? "file_no, row_no" : "id";
        var meter = session.Context.Start(StageNames.Ingest, rows, "transactions: writing");
        session.Run($"COPY (SELECT row_number() OVER () - 1 AS row, * FROM (SELECT {columns} FROM {Accepted} t ORDER BY time, {order})) "
            + $"TO {Sql.Text(new DatasetFolder(session.Folder).Transactions)} ({Sql.PagedParquet})", meter, rows);
        meter.Finish();
    }

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
