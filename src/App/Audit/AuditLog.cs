using Investigator.Access;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Audit;

/// <summary>Records what changes no row of the store: sign-ins, reveals, exports, refusals.</summary>
public sealed class AuditLog(IDbContextFactory<InvestigatorContext> contexts, AuditWriter writer, WriteTurns turns)
{
    /// <param name="actor">Who did it.</param>
    /// <param name="action">What was done.</param>
    /// <param name="subject">To what: "run 3", "account 12".</param>
    /// <param name="details">What else there is to say; no secrets.</param>
    /// <param name="reason">As the actor gave it.</param>
    /// <param name="person">Whose key <paramref name="details"/> is kept under, where it tells who someone is.</param>
    /// <param name="cancel">Stops before anything is written.</param>
    public async Task RecordAsync(
        Actor actor, AuditAction action, string subject, string? details = null, string? reason = null, string? person = null,
        CancellationToken cancel = default)
    {
        var draft = new AuditDraft(action, AuditSubject.Parse(subject)) { Details = details, Person = person, Reason = reason };
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await turns.TakeAsync(cancel);
        try
        {
            await using var transaction = await context.Database.BeginTransactionAsync(cancel);
            writer.Write(context, actor, [draft]);
            await transaction.CommitAsync(cancel);
        }
        finally
        {
            turns.GiveBack();
        }
    }
}
