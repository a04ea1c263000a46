using Investigator.Access;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Approvals;

/// <summary>A right that is handed on and still in force.</summary>
/// <param name="Id">Of the delegation.</param>
/// <param name="From">Whose right it is.</param>
/// <param name="To">Who may use it.</param>
/// <param name="Since">UTC.</param>
/// <param name="Until">UTC.</param>
/// <param name="Reason">Why.</param>
public sealed record DelegationLine(int Id, string From, string To, DateTime Since, DateTime Until, string Reason);

/// <summary>Reads which rights are handed on.</summary>
public sealed class DelegationQueries(IDbContextFactory<InvestigatorContext> contexts, TimeProvider clock)
{
    /// <summary>Those that the actor handed on or holds, by their end.</summary>
    public async Task<IReadOnlyList<DelegationLine>> OfAsync(Actor actor, CancellationToken cancel = default)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Delegations.AsNoTracking()
            .Where(d => (d.CreatedBy == actor.Id || d.To == actor.Id) && d.EndedAt == null && d.Until > now)
            .OrderBy(d => d.Until).ThenBy(d => d.Id)
            .Select(d => new DelegationLine(d.Id, d.CreatedBy, d.To, d.CreatedAt, d.Until, d.Reason))
            .ToListAsync(cancel);
    }
}
