using Investigator.Datasets;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Ingest.Sources;
using Investigator.Web.Pages.Reading;

namespace Investigator.Web.Pages.AddData;

/// <summary>What the workbench says of the tables' formats and parts.</summary>
public sealed partial class LoadWorkbench
{
    private const int MostInLine = 160;

    /// <summary>The tables that have files of their own, each with a heading where there are two.</summary>
    private IEnumerable<(string Table, string? Label)> FormatTables =>
        Events is null ? [(TableNames.Transactions, null)] : [(TableNames.Transactions, "Transactions"), (TableNames.Events, "Events")];

    private string FormatLine =>
        string.Join(" ", FormatTables.Select(t => (t.Label is null ? "" : t.Label + ": ") + Line(FormatWords.Of(FormatOf(t.Table))) + "."));

    /// <summary>A summary of what is within a closed panel, of columns that may be many.</summary>
    private static string Line(IEnumerable<(string What, string Words)> said) =>
        HiddenCharacters.Show(string.Join(" · ", said.Select(static s => $"{s.What}: {Wording.Cut(s.Words, MostInLine)}")));

    /// <summary>As the files are read: what is set, and for the rest what was found.</summary>
    private SourceFormat FormatOf(string table)
    {
        var found = _report?.Tables.FirstOrDefault(t => t.Table == table)?.Format ?? PreviewOf(table)?.Format;
        return SaidFormat.Over(Mapping.FormatOf(table), found);
    }

    private SourcePreview? PreviewOf(string table) => table == TableNames.Events ? _source?.EventsPreview : _source?.TransactionsPreview;

    private SourceFile? FileOf(string table) => PreviewOf(table)?.Files[0];

    private bool IsFolder(string table) => (table == TableNames.Events ? _source?.Events : _source?.Transactions)?.Files is not null;

    private ColumnWords? WordsOf(string table) => table == TableNames.Events ? _events : _transactions;

    /// <summary>Columns of times and numbers that are in use.</summary>
    private IEnumerable<(string Column, string Part, bool IsTime)> Used(string table)
    {
        (string? Column, string Part, bool IsTime)[] used = table == TableNames.Events && Mapping.Events is { } e
            ? [(e.Time, "time", true), (e.DwellMs, "dwell", false)]
            : [(Mapping.Transactions.Time, "time", true), (Mapping.Transactions.Amount, "amount", false),
                (Mapping.Transactions.Outcome?.KnownAt, "known at", true), (Mapping.Transactions.SignedUp, "signed up", true)];
        return used.Where(static u => !string.IsNullOrEmpty(u.Column)).Select(static u => (u.Column!, u.Part, u.IsTime));
    }
}
