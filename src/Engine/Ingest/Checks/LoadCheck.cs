using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Sources;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Checks;

/// <summary>Reads a source as a load would, and says what the load would give; nothing is kept.</summary>
public static class LoadCheck
{
    private const int RowsShown = 5;
    private const int ExamplesShown = 3;

    /// <param name="request">What would be loaded.</param>
    /// <param name="context">Its scratch folder is written to, and tidied.</param>
    /// <exception cref="InputException">A source cannot be opened, or a column is not there.</exception>
    public static CheckReport Of(LoadRequest request, StageContext context)
    {
        request.Mapping.Validate();
        using var spill = new SpillFolder(context.Scratch, "check");
        using var sources = LoadSources.Open(request, context);
        using var session = new LoadSession(spill.Path, context);
        var tables = CheckedSource.Of(session, request.Mapping, sources);
        var t = request.Mapping.Transactions;
        List<(string Part, string Sql, string? Column)> transactions =
            [("id", "id", t.Id), ("account", "account", t.Account), ("time", "time", t.Time), ("amount", "amount", t.Amount),
                .. t.Entities.Select((e, i) => (e.Key, $"entity_{i}", (string?)e.Value))];
        List<TableCheck> checks = [Table(session, tables.Transactions, TransactionTable.Accepted, transactions)];
        if (tables.Events is { } events && request.Mapping.Events is { } e)
        {
            checks.Add(Table(session, events, EventTable.Parsed, [("account", "account", e.Account), ("time", "time", e.Time), ("type", "type", e.Type)]));
        }

        return new CheckReport
        {
            Mapping = request.Mapping,
            IsSample = false,
            Tables = checks,
            Advice = [],
            Words = [.. Words(session, request.Mapping, tables)],
            Readings = [.. Readings(session, request.Mapping, tables)],
        };
    }

    private static IEnumerable<WordCount> Words(LoadSession session, Mapping mapping, CheckedSource tables)
    {
        var t = mapping.Transactions;
        return ColumnExamples.Words(session, tables.Transactions.Raw, [t.Decision?.Column, t.Outcome?.Column, t.Currency]);
    }

    private static IEnumerable<ReadExample> Readings(LoadSession session, Mapping mapping, CheckedSource tables)
    {
        var (t, raw) = (mapping.Transactions, tables.Transactions.Raw);
        var transactions = ColumnExamples.Times(session, raw, [t.Time, t.Outcome?.KnownAt, t.SignedUp]).Concat(
            ColumnExamples.Numbers(session, raw, [t.Amount]));
        return tables.Events is not { } events || mapping.Events is not { } e ? transactions
            : transactions.Concat(ColumnExamples.Times(session, events.Raw, [e.Time])).Concat(ColumnExamples.Numbers(session, events.Raw, [e.DwellMs]));
    }

    private static TableCheck Table(LoadSession session, CheckedTable table, string view, IReadOnlyList<(string Part, string Sql, string? Column)> parts)
    {
        var shown = parts.Where(static p => p.Column is not null).ToList();
        var rows = session.Connection.Query(
            $"SELECT {string.Join(", ", shown.Select(static p => p.Sql + "::VARCHAR"))} FROM {view} LIMIT {RowsShown}",
            r => (IReadOnlyList<string?>)[.. Enumerable.Range(0, shown.Count).Select(i => r.IsDBNull(i) ? null : r.GetString(i))], session.Context.Cancel);
        return new TableCheck(table.Raw.Source, table.Raw.Formats.Format, table.Counts, [.. shown.Select(static p => new ParsedColumn(p.Part, p.Column!))],
            rows, Rejects(session, table.Raw));
    }

    private static List<RejectKind> Rejects(LoadSession session, RawTable raw)
    {
        var source = Sql.Text(raw.Source);
        var kinds = session.Connection.Query($"SELECT \"column\", reason, count(*) FROM rejects WHERE source = {source} GROUP BY ALL ORDER BY 3 DESC, 1, 2",
            static r => (Column: r.GetString(0), Reason: r.GetString(1), Rows: r.GetInt64(2)), session.Context.Cancel);
        return [.. kinds.Select(k => new RejectKind(k.Column, k.Reason, k.Rows, session.Connection.Query(
            $"SELECT file_no, row, value FROM rejects WHERE source = {source} AND \"column\" = {Sql.Text(k.Column)} AND reason = {Sql.Text(k.Reason)} "
                + $"ORDER BY file_no, row LIMIT {ExamplesShown}",
            r => new RejectExample(raw.Files[r.GetInt32(0)].Name, r.GetInt64(1), r.GetString(2)), session.Context.Cancel), []))];
    }
}
