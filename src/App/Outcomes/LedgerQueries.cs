using Investigator.Engine.Facts;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Outcomes;

/// <summary>Reads the outcome ledger.</summary>
public sealed class LedgerQueries(IDbContextFactory<InvestigatorContext> contexts)
{
    /// <summary>All that was reported of a source's transactions, in the order of the reports.</summary>
    public async Task<IReadOnlyList<LedgerEntry>> EntriesAsync(string source, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.OutcomeLedger.AsNoTracking().Where(e => e.Source == source).OrderBy(e => e.Id)
            .Select(e => new LedgerEntry(e.Transaction, e.Account, e.Time, e.Outcome, e.KnownAt, e.Channel, e.ReportedBy)).ToListAsync(cancel);
    }
}
