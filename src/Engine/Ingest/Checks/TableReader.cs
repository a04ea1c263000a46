using Investigator.Engine.Ingest.Checks.Remedies;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Checks;

/// <summary>One table of a check: its first rows part by part, and its rejects by kind.</summary>
internal static class TableReader
{
    private const int RowsShown = 5;
    private const int ExamplesShown = 3;

    /// <summary>Kinds of rejects for which remedies are looked for: each costs a reading of the table.</summary>
    private const int KindsMended = 10;

    public static TableCheck Transactions(CheckedRows rows)
    {
        var t = rows.T;
        return Table(rows, rows.Tables.Transactions, $"{CheckedRows.Transactions} ORDER BY file_no, row_no",
        [
            ("id", "id", t.Id), ("account", "account", t.Account), ("time", "time", t.Time), ("amount", "amount", t.Amount),
            ("currency", "currency", t.Currency), ("decision", "decision", t.Decision?.Column), ("outcome", "outcome", t.Outcome?.Column),
            ("outcome known at", "known_at", t.Outcome?.KnownAt), ("signed up", "signed_up", t.SignedUp),
            .. t.Entities.Select((e, i) => (e.Key, $"entity_{i}", (string?)e.Value)),
            .. t.Attributes.Select((a, i) => ("attribute", $"attribute_{i}", (string?)a)),
        ]);
    }

    public static TableCheck Events(CheckedRows rows)
    {
        var e = rows.Mapping.Events!;
        return Table(rows, rows.Tables.Events!, $"{CheckedRows.Events} ORDER BY file_no, row_no",
        [
            ("account", "account", e.Account), ("payment", "transaction", e.Transaction), ("session", "session", e.Session), ("time", "time", e.Time),
            ("page", "type", e.Type), ("time on page (ms)", "dwell_ms", e.DwellMs),
        ]);
    }

    private static TableCheck Table(CheckedRows rows, CheckedTable table, string from, IReadOnlyList<(string Part, string Sql, string? Column)> parts)
    {
        var shown = parts.Where(static p => p.Column is not null).ToList();
        var first = rows.Texts($"SELECT {string.Join(", ", shown.Select(static p => p.Sql + "::VARCHAR"))} FROM {from} LIMIT {RowsShown}");
        return new TableCheck(table.Raw.Source, table.Raw.Formats.Format, table.Counts, [.. shown.Select(static p => new ParsedColumn(p.Part, p.Column!))],
            [.. first], Rejects(rows, table.Raw));
    }

    private static List<RejectKind> Rejects(CheckedRows rows, RawTable raw)
    {
        var source = Sql.Text(raw.Source);
        var kinds = rows.Query($"SELECT \"column\", reason, count(*) FROM rejects WHERE source = {source} AND reason <> {Sql.Text(EventTable.UnknownAccount)} "
            + "GROUP BY ALL ORDER BY 3 DESC, 1, 2", static r => (Column: r.GetString(0), Reason: r.GetString(1), Rows: r.GetInt64(2)));
        return [.. kinds.Select((k, i) => new RejectKind(k.Column, k.Reason, k.Rows, Examples(rows, raw, k.Column, k.Reason),
            i < KindsMended ? new RejectRemedies(rows.Session, rows.Mapping, raw, k.Column, k.Reason).All() : []))];
    }

    private static List<RejectExample> Examples(CheckedRows rows, RawTable raw, string column, string reason) => rows.Query(
        $"SELECT file_no, row, value FROM rejects WHERE source = {Sql.Text(raw.Source)} AND \"column\" = {Sql.Text(column)} AND reason = {Sql.Text(reason)} "
            + $"ORDER BY file_no, row LIMIT {ExamplesShown}",
        r => new RejectExample(raw.Files[r.GetInt32(0)].Name, raw.Files[r.GetInt32(0)].RowOf is { } row ? row(r.GetInt64(1)) : r.GetInt64(1), r.GetString(2)));
}
