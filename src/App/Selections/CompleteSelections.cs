using Investigator.Access;
using Investigator.Runs;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Selections;

/// <summary>Gives selections that were made before ids were kept the ids of their transactions, from the files of their run.</summary>
public sealed partial class CompleteSelections(IDbContextFactory<InvestigatorContext> contexts, RunQueries runs, ILogger<CompleteSelections> log)
{
    /// <summary>A selection whose files are not there or cannot be read stays as it is and is looked at again the next time.</summary>
    public async Task HandleAsync(Actor actor, CancellationToken cancel = default)
    {
        actor.Require(Permission.Select);
        foreach (var id in await IncompleteAsync(cancel))
        {
            try
            {
                await CompleteAsync(actor, id, cancel);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Whatever is wrong with one selection's files, the others are completed and the app starts.
                LogIncomplete(id, e.GetBaseException().Message);
            }
        }
    }

    private async Task<List<int>> IncompleteAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Selections.Where(s => s.TransactionIds == null && s.RunId != null).Select(s => s.Id).ToListAsync(cancel);
    }

    private async Task CompleteAsync(Actor actor, int id, CancellationToken cancel)
    {
        await using var context = await contexts.OpenAsync(actor, Permission.Select, cancel);
        var selection = await context.Selections.SingleAsync(s => s.Id == id, cancel);
        if (await runs.FilesAsync(selection.RunId!.Value, cancel) is not { } files || !files.DatasetFolder.Exists) return;
        SelectionSnapshot.Take(PackedRows.Unpack(selection.Rows), files, cancel).WriteTo(selection);
        await context.SaveChangesAsync(cancel);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Selection {Id} has no transaction ids yet, and they could not be read from its run's data: {Problem}")]
    private partial void LogIncomplete(int id, string problem);
}
