using Investigator.Access;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Approvals;

/// <summary>Reads requests as someone may see them: all for who may decide, else only those that they asked for.</summary>
public sealed class ApprovalQueries(IDbContextFactory<InvestigatorContext> contexts, TimeProvider clock)
{
    /// <param name="actor">The reader.</param>
    /// <param name="state">Decided ones of this state only; null for all.</param>
    /// <param name="take">Most of the decided ones.</param>
    /// <param name="before">Decided ones older than this one only; null begins with the newest.</param>
    /// <param name="cancel">Stops the query.</param>
    public async Task<ApprovalInbox> InboxAsync(Actor actor, ApprovalState? state, int take, int? before = null, CancellationToken cancel = default)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rights = await DecidingRights.OfAsync(context, actor, now, cancel);
        var seen = Seen(context, actor, rights);
        var waiting = await Waiting(seen, now).OrderBy(a => a.Deadline).ThenBy(a => a.Id).ToListAsync(cancel);
        var decided = await Decided(seen, state, now).Where(a => before == null || a.Id < before)
            .OrderByDescending(a => a.Id).Take(take + 1).ToListAsync(cancel);
        var lines = new List<ApprovalLine>();
        foreach (var row in waiting)
        {
            lines.Add(Line(row, actor, rights, now) with { Outdated = await ByKind.IsOutdatedAsync(context, row.Kind, row.Before, cancel) });
        }

        return new ApprovalInbox(lines, [.. decided.Take(take).Select(row => Line(row, actor, rights, now))], decided.Count > take, rights.SeesAll);
    }

    /// <summary>Requests that wait for a decision which the actor may make.</summary>
    public async Task<int> CountAsync(Actor actor, CancellationToken cancel = default)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rights = await DecidingRights.OfAsync(context, actor, now, cancel);
        if (!rights.MayDecide) return 0;
        var askers = await Waiting(context.Approvals.AsNoTracking(), now).Select(a => a.CreatedBy).ToListAsync(cancel);
        return askers.Count(asker => rights.On(asker).May);
    }

    /// <summary>Where what came into force came from, by the request's id.</summary>
    public async Task<IReadOnlyDictionary<int, ApprovalOrigin>> OriginsAsync(IReadOnlyList<int> approvals, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Approvals.AsNoTracking().Where(a => approvals.Contains(a.Id))
            .ToDictionaryAsync(a => a.Id, a => new ApprovalOrigin(a.CreatedBy, a.Reason), cancel);
    }

    private static IQueryable<ApprovalEntity> Seen(InvestigatorContext context, Actor actor, DecidingRights rights)
    {
        var all = context.Approvals.AsNoTracking();
        return rights.SeesAll ? all : all.Where(a => a.CreatedBy == actor.Id);
    }

    private static IQueryable<ApprovalEntity> Waiting(IQueryable<ApprovalEntity> rows, DateTime now) =>
        rows.Where(a => a.State == ApprovalState.Waiting && a.Deadline > now);

    private static IQueryable<ApprovalEntity> Decided(IQueryable<ApprovalEntity> rows, ApprovalState? state, DateTime now) => state switch
    {
        null => rows.Where(a => a.State != ApprovalState.Waiting || a.Deadline <= now),
        ApprovalState.Expired => rows.Where(a => a.State == ApprovalState.Expired || (a.State == ApprovalState.Waiting && a.Deadline <= now)),
        _ => rows.Where(a => a.State == state && a.State != ApprovalState.Waiting),
    };

    private static ApprovalLine Line(ApprovalEntity row, Actor actor, DecidingRights rights, DateTime now)
    {
        var overdue = row.State == ApprovalState.Waiting && row.Deadline <= now;
        return new ApprovalLine
        {
            Id = row.Id,
            Kind = row.Kind,
            Subject = row.Subject,
            What = row.What,
            Changes = ByKind.Changes(row.Kind, row.Before, row.After),
            Effect = row.Effect,
            Evidence = row.Evidence,
            Reason = row.Reason,
            AskedBy = row.CreatedBy,
            AskedAt = row.CreatedAt,
            Deadline = row.Deadline,
            State = overdue ? ApprovalState.Expired : row.State,
            DecidedBy = row.DecidedBy,
            DecidedAt = overdue ? row.Deadline : row.DecidedAt,
            OnBehalfOf = row.OnBehalfOf,
            DecisionReason = row.DecisionReason,
            Standing = rights.On(row.CreatedBy),
            Own = row.CreatedBy == actor.Id,
        };
    }
}
