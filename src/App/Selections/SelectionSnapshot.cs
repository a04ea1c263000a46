using System.Text.Json;
using Investigator.Engine.Tables;
using Investigator.Runs;

namespace Investigator.Selections;

/// <summary>What a selection rests on, read from the files of its run while they are there.</summary>
/// <param name="Source">Name of the dataset.</param>
/// <param name="Fingerprint">Of the dataset.</param>
/// <param name="TransactionIds">In the order of the rows.</param>
/// <param name="Money">Their amounts together; an unknown amount counts nothing.</param>
internal sealed record SelectionSnapshot(string Source, string Fingerprint, IReadOnlyList<string> TransactionIds, double Money)
{
    /// <param name="rows">Row numbers, ascending.</param>
    /// <param name="files">The run that they are of.</param>
    /// <param name="cancel">Stops the query.</param>
    public static SelectionSnapshot Take(IReadOnlyList<int> rows, RunFiles files, CancellationToken cancel)
    {
        var dataset = files.DatasetFolder.Open();
        using var db = files.OpenTables();
        SelectedRows.Load(db, rows);
        var members = db.Query(
            $"SELECT t.id, coalesce(t.amount, 0)::DOUBLE FROM {files.DatasetFolder.TransactionsTable} t JOIN selected s ON s.row = t.row "
            + $"ORDER BY t.row",
            r => (Id: r.GetString(0), Amount: r.GetDouble(1)),
            cancel);
        return new SelectionSnapshot(dataset.Name, dataset.Fingerprint, [.. members.Select(m => m.Id)], members.Sum(m => m.Amount));
    }

    public void WriteTo(SelectionEntity selection)
    {
        (selection.Source, selection.Fingerprint) = (Source, Fingerprint);
        selection.Money = Money;
        selection.TransactionIds = JsonSerializer.Serialize(TransactionIds);
    }
}
