using Investigator.Access;
using Investigator.Audit;
using Investigator.Engine.Core;
using Investigator.Identity;
using Investigator.Settings;
using Investigator.Storage.Database;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Approvals;

/// <summary>Decides a request: what an approval and a rejection have in common. The decision and what it changes are saved in one transaction.</summary>
public sealed class DecideRequest(
    IDbContextFactory<InvestigatorContext> contexts, ExpireRequests expire, CurrentSettings current, NameQueries names, ApprovalMonitor monitor,
    AuditLog audit, TimeProvider clock)
{
    private const int SqliteConstraint = 19;

    /// <exception cref="NotAllowedException">The actor may decide nothing.</exception>
    /// <exception cref="InputException">There is no such request, it is decided or outdated, or the actor may not decide it.</exception>
    internal async Task HandleAsync(Actor actor, int id, ApprovalState state, string? reason, CancellationToken cancel)
    {
        actor.Require(Permission.OwnAccount);
        await expire.HandleAsync(cancel);
        var now = clock.GetUtcNow().UtcDateTime;
        await using var context = await contexts.OpenAsync(actor, Permission.OwnAccount, cancel);
        context.Reason = reason;
        var rights = await DecidingRights.OfAsync(context, actor, now, cancel);
        if (!rights.MayDecide) await RefuseAsync(actor, id, rights.WhyNever, cancel);
        var row = await context.Approvals.FirstOrDefaultAsync(a => a.Id == id, cancel)
            ?? throw new InputException("there is no such request", value: FormattableString.Invariant($"{id}"), expected: "one of the inbox");
        var standing = rights.On(row.CreatedBy);
        if (!standing.May) await RefuseAsync(actor, id, new InputException(standing.WhyNot.TrimEnd('.')), cancel);
        if (row.State != ApprovalState.Waiting) throw Decided(row, await names.ReadAsync(cancel));
        row.OnBehalfOf = standing.OnBehalfOf;
        (row.State, row.DecidedBy, row.DecidedAt, row.DecisionReason) = (state, actor.Id, now, reason);
        var settings = state == ApprovalState.Approved ? await ApplyAsync(context, row, now, cancel) : null;
        await SaveAsync(context, cancel);
        if (settings is not null) current.Take(SettingsQueries.Read(settings));
        monitor.Tell();
    }

    /// <summary>A request that is decided already.</summary>
    internal static InputException Decided(ApprovalEntity row, NameBook names)
    {
        var who = row.DecidedBy is { } by ? $" by {names.Of(by)}" : "";
        return new InputException($"this request is {ApprovalWords.Of(row.State)}{who} already", expected: "one that waits");
    }

    private async Task RefuseAsync(Actor actor, int id, Exception why, CancellationToken cancel)
    {
        await audit.RecordAsync(actor, AuditAction.Refused, FormattableString.Invariant($"approval {id}"), why.Message, cancel: cancel);
        throw why;
    }

    /// <summary>Makes the change that was asked for, from what is in force: read once, so that whatever comes into force meanwhile is met on saving.</summary>
    private static async Task<SettingsEntity> ApplyAsync(InvestigatorContext context, ApprovalEntity row, DateTime now, CancellationToken cancel)
    {
        switch (row.Kind)
        {
            case ApprovalKind.PolicySettings:
                var inForce = await SettingsQueries.InForceAsync(context, cancel);
                if (PolicyChange.IsOutdated(row.Before, inForce)) throw Outdated();
                return PolicyChange.Apply(context, row, inForce, now);
            default:
                throw new ArgumentOutOfRangeException(nameof(row), row.Kind, null);
        }
    }

    private static async Task SaveAsync(InvestigatorContext context, CancellationToken cancel)
    {
        try
        {
            await context.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new InputException("someone else decided this request in the same moment; nothing of yours was kept", expected: "to be looked at again");
        }
        catch (DbUpdateException e) when (e.InnerException is SqliteException { SqliteErrorCode: SqliteConstraint })
        {
            // Another request took the next version's number in the same moment.
            throw Outdated();
        }
    }

    private static InputException Outdated() => new(
        "this request is outdated: what it would change is no longer as it was when it was asked for",
        expected: "a new request made from what is in force now");
}
