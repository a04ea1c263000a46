using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Checks;
using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Ingest.Sources;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest;

/// <summary>Raw transactions -> <c>transactions.parquet</c> and their rejects.</summary>
internal static class TransactionTable
{
    /// <summary>Rows that belong to the table as they are understood, refused ones (which have <c>faults</c>) among them.</summary>
    public const string Parsed = "transactions_parsed";

    /// <summary>Accepted rows, not yet ordered: what events and attributes are checked against.</summary>
    public const string Accepted = "transactions_accepted";

    /// <summary>The time that a query takes to be planned grows with the square of its columns.</summary>
    public const int ColumnsAtOnce = 32;

    private const int FirstRows = 1000;

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
        RowSelection.Take(session, raw, m.Rows);
        var read = session.Keep("transactions_read", TransactionReading.Select(raw, m), (raw.Rows, Columns(m).Count()), "transactions: checking");
        var rows = session.Count($"SELECT count(*) FROM {read}");
        var selection = RowSelection.Of(session, raw, rows, m.Id is { } id ? CopySearch.ById(read, raw, id, [m.Account, m.Time, m.Amount])
            : CopySearch.ByHash(read, m.Account is null ? "time, amount" : "account, time, amount"), m.Copies);
        session.Run($"CREATE VIEW {Parsed} AS SELECT * FROM {(selection.Copies == 0 ? read : RowSelection.Without(raw, read))}");
        var keepRefunds = RefundRows.Use(m) == RefundUse.Keep;
        RowCheck.Record(session, raw, TransactionReading.Checks(raw, m), Parsed);
        session.Run($"CREATE VIEW transactions_refunds AS SELECT * FROM {Parsed} WHERE faults IS NULL AND refund");
        var left = $"(SELECT * FROM {Parsed} WHERE faults IS NULL{(keepRefunds ? "" : " AND NOT refund")})";
        if (selection.SameIds) left = RefuseSameIds(session, raw, m, left);
        session.Run($"CREATE VIEW {Accepted} AS SELECT * "
            + (keepRefunds ? $"REPLACE (CASE WHEN refund THEN NULL ELSE amount END AS amount), CASE WHEN refund THEN 'yes' ELSE 'no' END AS "
                + $"attribute_{m.Attributes.Count.ToString(CultureInfo.InvariantCulture)} " : "")
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
        var names = AttributeNames(m);
        // One value that is no number settles it: of most columns of texts the first rows tell.
        var texts = Holding(Enumerable.Range(0, names.Count).Where(i => Cell(raw, m, i).Native is null),
            $"(SELECT * FROM {Accepted} LIMIT {FirstRows})", i => $"coalesce(bool_or({Number(i)} IS NULL) FILTER ({IsGiven(i)}), false)");
        var numeric = Holding(Enumerable.Range(0, names.Count).Where(i => !texts.Contains(i)), Accepted, i => Cell(raw, m, i).Native is not null
            ? $"count({Attribute(i)}) > 0" : $"coalesce(bool_and({Number(i)} IS NOT NULL) FILTER ({IsGiven(i)}), false)");
        var attributes = names.Select((name, i) => new AttributeColumn(name, numeric.Contains(i))).ToList();
        return CodeColumns.Mark(session, attributes, i => Cell(raw, m, i));

        string Number(int i) => Cell(raw, m, i).Value(Attribute(i));

        string IsGiven(int i) => $"{Attribute(i)} IS NOT NULL AND NOT is_nobody({Attribute(i)})";

        HashSet<int> Holding(IEnumerable<int> among, string from, Func<int, string> test) => [.. among.Chunk(ColumnsAtOnce).SelectMany(some =>
            session.Connection.Query($"SELECT {string.Join(", ", some.Select(test))} FROM {from}",
                r => some.Where((_, k) => r.GetBoolean(k)).ToList(), session.Context.Cancel)[0])];
    }

    /// <summary>SQL that makes texts of the attributes in the rows of <see cref="Accepted"/>, of whatever type they are there.</summary>
    public static string AttributeTexts(RawTable raw, TransactionMapping m)
    {
        var typed = m.Attributes.Select((_, i) => (Index: i, Cell: Cell(raw, m, i))).Where(static a => a.Cell.Native is not null)
            .Select(static a => $"{a.Cell.Text(Attribute(a.Index))} AS {Attribute(a.Index)}").ToList();
        return typed.Count == 0 ? "" : $"REPLACE ({string.Join(", ", typed)})";
    }

    /// <summary>As which an attribute is read; the one that tells refunds is a text.</summary>
    private static SourceCell Cell(RawTable raw, TransactionMapping m, int attribute) => attribute < m.Attributes.Count
        ? raw.OptionalNumberCell(m.Attributes[attribute]) : SourceCell.Absent("DOUBLE");

    private static string Attribute(int number) => "attribute_" + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Payments that lie before their account signed up: that time is then missing.</summary>
    public static long LateSignUps(LoadSession session, TransactionMapping m) =>
        m.SignedUp is null ? 0 : session.Count($"SELECT count(*) FROM {Accepted} WHERE signed_up > time");

    public static void Write(LoadSession session, RawTable raw, TransactionMapping m, IReadOnlyList<AttributeColumn> attributes,
        IReadOnlyList<CurrencyUse> currencies, long rows)
    {
        var entities = m.Entities.Select(static (e, i) => $"entity_{i} AS {Sql.Name("entity_" + e.Key)}, ");
        var others = attributes.Select((a, i) => $"{Stored(Cell(raw, m, i), a, Attribute(i))} AS {Sql.Name("attribute_" + a.Name)}, ");

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

    /// <summary>SQL of an attribute as it is stored.</summary>
    private static string Stored(SourceCell cell, AttributeColumn attribute, string given)
    {
        if (!attribute.Numeric) return attribute.Code ? CodeColumns.Text(cell.Text(given)) : cell.Text(given);
        return cell.Native switch
        {
            null => ColumnSql.With(cell.Value(given), "number_", "CASE WHEN isfinite(number_) THEN number_ END"),
            NativeType.Number => $"CASE WHEN isfinite({given}) THEN {given} END",
            _ => cell.Value(given),
        };
    }
}
