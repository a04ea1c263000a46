using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Checks;
using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Ingest.Sources;

namespace Investigator.Engine.Ingest;

/// <summary>A table of a load, read and checked but not yet written.</summary>
/// <param name="Raw">As it was read.</param>
/// <param name="Counts">Rows by what becomes of them.</param>
internal sealed record CheckedTable(RawTable Raw, RowCounts Counts);

/// <summary>Both tables of a load, read and checked but not yet written: what a check shows and a load writes.</summary>
internal sealed record CheckedSource(CheckedTable Transactions, CheckedTable? Events)
{
    /// <param name="session">Gets the views and the rejects.</param>
    /// <param name="mapping">What each column is used as.</param>
    /// <param name="sources">The opened files.</param>
    /// <param name="limit">Told of each table when its rejects are known; may refuse the load.</param>
    public static CheckedSource Of(LoadSession session, Mapping mapping, LoadSources sources, Action<RawTable, RowCounts>? limit = null)
    {
        MissingWords.Define(session, mapping);
        var t = mapping.Transactions;
        var raw = RawTable.Stage(session, TableNames.Transactions, sources.Transactions, TransactionTable.Columns(t),
            Formats(session, TableNames.Transactions, sources.Transactions, t.Format, FormatUse.Of(t)));
        TransactionTable.Check(session, raw, t);
        var refused = RejectTable.Refused(session, raw);
        var transactions = new CheckedTable(raw, new RowCounts { Read = raw.Rows, Kept = raw.Rows - refused, Refused = refused });
        limit?.Invoke(raw, transactions.Counts);
        if (sources.Events.Count == 0 || mapping.Events is not { } e) return new CheckedSource(transactions, null);

        var rawEvents = RawTable.Stage(session, TableNames.Events, sources.Events, EventTable.Columns(e),
            Formats(session, TableNames.Events, sources.Events, e.Format, FormatUse.Of(e)));
        var unknown = EventTable.Check(session, rawEvents, e);
        var bad = RejectTable.Refused(session, rawEvents);
        var counts = new RowCounts { Read = rawEvents.Rows, Kept = rawEvents.Rows - bad - unknown, Refused = bad, WithoutPayment = unknown };
        limit?.Invoke(rawEvents, counts);
        return new CheckedSource(transactions, new CheckedTable(rawEvents, counts));
    }

    /// <exception cref="InputException">Something of a used column's format must be decided by a person.</exception>
    private static ValueFormats Formats(LoadSession session, string table, IReadOnlyList<SourceFile> files, SourceFormat? given, FormatUse use)
    {
        var budget = new PreviewBudget();
        var sample = SourceSample.Read(session.Connection, files, budget.Rows, budget, session.Context.Cancel);
        return new ValueFormats(SourceLayout.Of(files, FormatJudge.Judge(table, sample.Columns, given).Require(use, files[0].Path).Format));
    }
}
