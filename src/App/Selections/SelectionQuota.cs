using Investigator.Engine.Core;
using Investigator.Runs;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Selections;

/// <summary>How much a run's selections may keep. Each keeps its transactions' rows and ids, some 20 bytes for each, until it is deleted.</summary>
internal static class SelectionQuota
{
    /// <summary>More than a team draws in one run.</summary>
    public const int Selections = 1_000;

    /// <summary>All selections of a run together keep each of its transactions this many times at most.</summary>
    public const int TimesTheRun = 10;

    /// <summary>Small runs have room for this many transactions all the same.</summary>
    public const int AtLeast = 100_000;

    private const string Otherwise =
        "selections that are no longer needed to be deleted first, or the list of transactions with conditions, which keeps nothing";

    /// <exception cref="SelectionRoomException">With another selection of so many transactions the run would keep too much.</exception>
    public static async Task RequireRoomAsync(InvestigatorContext context, int runId, int count, CancellationToken cancel)
    {
        var kept = context.Selections.Where(s => s.RunId == runId);
        if (await kept.CountAsync(cancel) >= Selections)
        {
            throw new SelectionRoomException($"run {runId} keeps {Wording.Count(Selections)} selections, and no more", Otherwise);
        }

        var rows = await kept.SumAsync(s => (long)s.Count, cancel);
        var transactions = await context.Runs.Where(r => r.Id == runId).Select(r => r.Dataset!.TransactionCount).FirstAsync(cancel);
        var room = Math.Max(AtLeast, TimesTheRun * transactions);
        if (rows + count <= room) return;
        throw new SelectionRoomException(
            $"the selections of run {runId} keep {Wording.Counted(rows, "transaction")} already and may keep {Wording.Count(room)} together, "
                + $"which has no room for {Wording.Count(count)} more",
            "a smaller selection, " + Otherwise);
    }
}
