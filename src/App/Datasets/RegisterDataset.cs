using Investigator.Access;
using Investigator.Engine.Ingest;
using Investigator.Storage;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Datasets;

/// <summary>Enters a loaded dataset into the store; the same load twice is one dataset.</summary>
public sealed class RegisterDataset(IDbContextFactory<InvestigatorContext> contexts, DataFolder data, TimeProvider clock)
{
    /// <returns>The dataset's id, new or as it was.</returns>
    public async Task<int> HandleAsync(Actor actor, Dataset dataset, CancellationToken cancel = default)
    {
        await using var context = await contexts.OpenAsync(actor, Permission.LoadData, cancel);
        var folder = Path.GetFileName(dataset.Folder.TrimEnd(Path.DirectorySeparatorChar));
        if (await context.Datasets.FirstOrDefaultAsync(d => d.Folder == folder, cancel) is { } known) return known.Id;
        var row = new DatasetEntity
        {
            Name = dataset.Name,
            Folder = folder,
            Fingerprint = dataset.Fingerprint,
            TransactionCount = dataset.TransactionCount,
            EventCount = dataset.EventCount,
            RejectCount = dataset.RejectCount,
            From = dataset.From,
            To = dataset.To,
            LoadedAt = clock.GetUtcNow().UtcDateTime,
        };
        context.Datasets.Add(row);
        await context.SaveChangesAsync(cancel);
        data.TryKeep(dataset.Folder);
        return row.Id;
    }
}
