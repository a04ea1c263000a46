using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Audit;

/// <summary>Throws away the key under which the audit keeps what tells who a person is. The entries stay, and so does the chain.</summary>
public sealed class ErasePerson(IDbContextFactory<InvestigatorContext> contexts, AuditWriter writer, TimeProvider clock)
{
    /// <param name="actor">Who does it.</param>
    /// <param name="person">An account's id.</param>
    /// <param name="reason">Why; it is kept, so it must not name the person.</param>
    /// <param name="cancel">Stops before anything is written.</param>
    /// <exception cref="InputException">There is no reason, or nothing is kept of such a person.</exception>
    public async Task HandleAsync(Actor actor, string person, string reason, CancellationToken cancel = default)
    {
        if (string.IsNullOrWhiteSpace(reason)) throw new InputException("there is no reason", expected: "why this person's values are erased, in a few words");
        await using var context = await contexts.OpenAsync(actor, Permission.ErasePersons, cancel);
        await context.Database.OpenConnectionAsync(cancel);

        // What is overwritten is filled with zeros in the file, and does not stay in its log.
        await context.Database.ExecuteSqlRawAsync("PRAGMA secure_delete = ON", cancel);
        await using (var transaction = await context.Database.BeginTransactionAsync(cancel))
        {
            if (PersonKeys.Erase(new AuditTransaction(context), person, clock.GetUtcNow().UtcDateTime) == 0) throw new InputException(
                "nothing is kept under this person's key", value: person, expected: "the id of someone who is in the record and was not erased before");
            writer.Write(context, actor, [new AuditDraft(AuditAction.Erased, new AuditSubject("person", person)) { Reason = reason.Trim() }]);
            await transaction.CommitAsync(cancel);
        }

        await context.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", cancel);
    }
}
