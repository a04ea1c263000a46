using Investigator.Runs;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Selections;

/// <summary>Gives selections that were made before ids were kept the ids of their transactions, from the files of their run.</summary>
public sealed class CompleteSelections(IDbContextFactory<InvestigatorContext> contexts, RunQueries runs)
{
    /// <summary>A selection whose files are not there stays as it is and is looked at again the next time.</summary>
    public async Task HandleAsync(Actor actor, CancellationToken cancel = default)
    {
        await using var context = await contexts.OpenAsync(actor, cancel);
        foreach (var selection in await context.Selections.Where(s => s.TransactionIds == null && s.RunId != null).ToListAsync(cancel))
        {
            if (await runs.FilesAsync(selection.RunId!.Value, cancel) is not { } files || !files.DatasetFolder.Exists) continue;
            SelectionSnapshot.Take(PackedRows.Unpack(selection.Rows), files, cancel).WriteTo(selection);
        }

        await context.SaveChangesAsync(cancel);
    }
}
