using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Checks.Warnings;
using Investigator.Engine.Ingest.Sources;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Checks;

/// <summary>Reads a source as a load would, and says what the load would give; nothing is kept.</summary>
public static class LoadCheck
{
    /// <summary>Larger sources are read in part: what is wrong shows in their start, middle and end, within seconds.</summary>
    public const long WholeUpTo = 64L << 20;

    /// <summary>Rows of a table that are read of a larger one.</summary>
    private static readonly PreviewBudget Part = new() { Rows = 50_000, Cells = 2_000_000 };

    /// <param name="request">What would be loaded.</param>
    /// <param name="context">Its scratch folder is written to, and tidied.</param>
    /// <param name="wholeUpTo">Bytes of files up to which all rows are read.</param>
    /// <exception cref="InputException">A source cannot be opened, or a column is not there.</exception>
    public static CheckReport Of(LoadRequest request, StageContext context, long wholeUpTo = WholeUpTo)
    {
        request = request.Settled();
        using var spill = new SpillFolder(context.Scratch, "check");
        using var opened = LoadSources.Open(request, context);
        var isLarge = opened.Transactions.Concat(opened.Events).Sum(static f => f.Bytes) > wholeUpTo;
        var budget = Part with { SequentialBytes = Math.Min(Part.SequentialBytes, wholeUpTo) };
        using var part = isLarge ? opened.TakeSample(spill.Path, budget, context.Cancel) : null;
        var sources = part ?? opened;
        using var session = new LoadSession(spill.Path, context);
        var open = OpenFormats.Of(session, request.Mapping, sources);
        var mapping = open.Assumed;
        var tables = CheckedSource.Of(session, mapping, sources);
        var rows = CheckedRows.Of(session, mapping, tables, sources.IsSample);
        List<TableCheck> checks = [TableReader.Transactions(rows)];
        if (tables.Events is not null) checks.Add(TableReader.Events(rows));
        IEnumerable<Advice> advice =
        [
            .. open.Advice,
            .. tables.Transactions.Advice, .. tables.Events?.Advice ?? [],
            .. CountWarnings.Of(tables.Transactions, checks[0].Rejects, request.MaxRejectShare),
            .. tables.Events is { } e ? CountWarnings.Of(e, checks[1].Rejects, request.MaxRejectShare) : [],
            .. JoinWarnings.Of(rows), .. AccountWarnings.Of(rows), .. SharedValueWarnings.Of(rows), .. PeriodWarnings.Of(rows), .. AmountWarnings.Of(rows),
            .. OutcomeWarnings.Of(rows), .. LeakWarnings.Of(rows), .. AttributeWarnings.Of(rows),
        ];
        return new CheckReport
        {
            Mapping = request.Mapping,
            IsSample = rows.IsSample,
            Tables = checks,
            Advice = [.. advice.OrderByDescending(static a => a.Level)],
            Words = [.. Words(session, mapping, tables)],
            Readings = [.. Readings(session, mapping, tables)],
        };
    }

    private static IEnumerable<WordCount> Words(LoadSession session, Mapping mapping, CheckedSource tables)
    {
        var (t, raw) = (mapping.Transactions, tables.Transactions.Raw);
        var transactions = ColumnExamples.Words(session, raw, [t.Rows?.Column])
            .Concat(ColumnExamples.Words(session, raw, [t.Decision?.Column, t.Outcome?.Column, t.Currency, t.Refunds?.Column], t.Rows));
        return tables.Events is { } events ? transactions.Concat(ColumnExamples.Words(session, events.Raw, [mapping.Events?.Rows?.Column])) : transactions;
    }

    private static IEnumerable<ReadExample> Readings(LoadSession session, Mapping mapping, CheckedSource tables)
    {
        var (t, raw) = (mapping.Transactions, tables.Transactions.Raw);
        var transactions = ColumnExamples.Times(session, raw, [t.MonthAndDay is null ? t.Time : null, t.Outcome?.KnownAt, t.SignedUp]).Concat(
            ColumnExamples.Numbers(session, raw, [t.Amount]));
        return tables.Events is not { } events || mapping.Events is not { } e ? transactions
            : transactions.Concat(ColumnExamples.Times(session, events.Raw, [e.Time])).Concat(ColumnExamples.Numbers(session, events.Raw, [e.DwellMs]));
    }
}
