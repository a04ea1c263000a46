using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Checks;
using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Ingest.Sources;

namespace Investigator.Engine.Ingest;

/// <summary>A table of a load, read and checked but not yet written.</summary>
/// <param name="Raw">As it was read.</param>
/// <param name="Counts">Rows by what becomes of them.</param>
internal sealed record CheckedTable(RawTable Raw, RowCounts Counts)
{
    /// <summary>What a person should know of its rows, or must decide before they are loaded.</summary>
    public IReadOnlyList<Advice> Advice { get; init; } = [];

    public CheckedTable Told(IEnumerable<Advice> more) => this with { Advice = [.. Advice, .. more] };
}

/// <summary>Both tables of a load, read and checked but not yet written: what a check shows and a load writes.</summary>
internal sealed record CheckedSource(CheckedTable Transactions, CheckedTable? Events)
{
    /// <param name="session">Gets the views and the rejects.</param>
    /// <param name="mapping">What each column is used as.</param>
    /// <param name="sources">The opened files.</param>
    /// <param name="limit">Told of each table when what becomes of its rows is known; may refuse the load.</param>
    public static CheckedSource Of(LoadSession session, Mapping mapping, LoadSources sources, Action<CheckedTable>? limit = null)
    {
        MissingWords.Define(session, mapping);
        var (t, e) = (mapping.Transactions, mapping.Events);
        var oneLog = e is { InTransactions: true } ? e : null;
        var raw = RawTable.Stage(session, TableNames.Transactions, sources.Transactions,
            [.. TransactionTable.Columns(t), .. oneLog is null ? [] : EventTable.Columns(oneLog)],
            Formats(session, TableNames.Transactions, sources.Transactions, t.Format, FormatUse.Of(t)), mapping.Missing);
        var transactions = TransactionTable.Check(session, raw, t).Told(ClockChangeAdvice.Of(session, raw, t));
        limit?.Invoke(transactions);
        if (e is null || (oneLog is null && sources.Events.Count == 0)) return new CheckedSource(transactions, null);

        var rawEvents = oneLog is null
            ? RawTable.Stage(session, TableNames.Events, sources.Events, EventTable.Columns(e),
                Formats(session, TableNames.Events, sources.Events, e.Format, FormatUse.Of(e)), mapping.Missing)
            : raw.SharedAs(session, TableNames.Events,
                Formats(session, TableNames.Events, sources.Transactions, e.Format ?? t.Format, FormatUse.Of(e)));
        var events = EventTable.Check(session, rawEvents, e).Told(ClockChangeAdvice.Of(session, rawEvents, e));
        limit?.Invoke(events);
        return new CheckedSource(transactions, events);
    }

    /// <exception cref="InputException">Something of a used column's format must be decided by a person.</exception>
    private static ValueFormats Formats(LoadSession session, string table, IReadOnlyList<SourceFile> files, SourceFormat? given, FormatUse use)
    {
        var budget = new PreviewBudget();
        var sample = SourceSample.Read(session.Connection, files, budget.Rows, budget, session.Context.Cancel);
        return new ValueFormats(SourceLayout.Of(files, FormatJudge.Judge(table, sample.Columns, given).Require(use, files[0].Path).Format));
    }
}
