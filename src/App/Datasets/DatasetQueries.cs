using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Checks;
using Investigator.Engine.Tables;
using Investigator.Personal;
using Investigator.Storage;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Datasets;

/// <summary>One dataset as the list shows it.</summary>
public sealed record DatasetSummary(
    int Id, string Name, string Folder, long TransactionCount, long EventCount, long RejectCount, DateTime From, DateTime To, DateTime LoadedAt);

/// <summary>Rows refused for one reason in one column, with the first of them.</summary>
public sealed record RejectReason(string Reason, string Column, long Count, string File, long Row, string? Value);

public sealed class DatasetQueries(IDbContextFactory<InvestigatorContext> contexts, DataFolder data, Masking masking)
{
    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<DatasetSummary>> ListAsync(CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Datasets.AsNoTracking().OrderByDescending(d => d.Id)
            .Select(d => new DatasetSummary(d.Id, d.Name, d.Folder, d.TransactionCount, d.EventCount, d.RejectCount, d.From, d.To, d.LoadedAt))
            .ToListAsync(cancel);
    }

    public async Task<DatasetSummary?> FindAsync(int id, CancellationToken cancel = default) => (await ListAsync(cancel)).FirstOrDefault(d => d.Id == id);

    /// <summary>The dataset's files.</summary>
    public DatasetFolder Folder(DatasetSummary line) => new(data.DatasetFolder(line.Folder));

    /// <summary>What is known of the loaded files; examples of personal values as whoever asks may see them.</summary>
    public Dataset Open(DatasetSummary line)
    {
        var dataset = Folder(line).Open();
        var mask = masking.Of(dataset);
        return mask.IsOpen ? dataset : dataset with { Quality = [.. dataset.Quality.Select(c => c with { Examples = Shown(c, mask) })] };
    }

    /// <summary>Writes the refused rows as CSV, likewise.</summary>
    /// <returns>How many there are.</returns>
    public int ExportRejects(DatasetSummary line, string path, CancellationToken cancel)
    {
        var dataset = Folder(line).Open();
        return RejectsFile.Export(dataset, path, masking.IsOpen ? null : ShownSources(dataset), cancel);
    }

    private static IReadOnlyList<string> Shown(ColumnQuality column, ValueMask mask) =>
        mask.Hides(column.Column) ? [.. column.Examples.Select(e => mask.Show(column.Column, e))] : column.Examples;

    /// <summary>The source's columns whose refused values may be shown: what is in no column, or in one that is not used, may be anything.</summary>
    private HashSet<string> ShownSources(Dataset dataset)
    {
        var (t, e) = (dataset.Mapping.Transactions, dataset.Mapping.Events);
        IEnumerable<string?> used =
        [
            t.Account, t.Time, t.TimeOfDay, .. t.MonthAndDay ?? [], t.Amount, t.Currency, .. t.Entities.Values, .. t.Attributes, t.Decision?.Column,
            t.Outcome?.Column, t.Outcome?.KnownAt, t.SignedUp, e?.Time, e?.TimeOfDay, e?.Type, e?.DwellMs,
        ];
        return [.. used.OfType<string>().Except(masking.Of(dataset).HiddenSources(dataset.Mapping))];
    }

    /// <summary>Why rows were refused, most frequent first, at most 50 reasons.</summary>
    public Task<IReadOnlyList<RejectReason>> RejectsAsync(DatasetSummary line, CancellationToken cancel = default) => line.RejectCount == 0
        ? Task.FromResult<IReadOnlyList<RejectReason>>([])
        : Task.Run<IReadOnlyList<RejectReason>>(
            () =>
            {
                using var db = TableConnection.OpenForPage(data.Scratch);
                var shown = masking.IsOpen ? null : ShownSources(Folder(line).Open());
                return db.Query(
                    $"""
                    SELECT reason, coalesce("column", ''), count(*)::BIGINT, arg_min(file, row), min(row)::BIGINT, arg_min(value, row)
                    FROM {Folder(line).RejectsTable} GROUP BY reason, "column" ORDER BY 3 DESC, 1, 2 LIMIT 50
                    """,
                    r => new RejectReason(r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetString(3), r.GetInt64(4),
                        r.IsDBNull(5) || shown?.Contains(r.GetString(1)) == false ? null : r.GetString(5)),
                    cancel);
            },
            cancel);
}
