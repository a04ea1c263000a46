using Investigator.Access;
using Investigator.Storage.Database;

namespace Investigator.Audit;

/// <summary>Seals what tells of people and adds entries to the chain, in the transaction that the context is in.</summary>
public sealed class AuditWriter(PersonKeys keys, TimeProvider clock)
{
    internal void Write(InvestigatorContext context, Actor actor, IEnumerable<AuditDraft> drafts)
    {
        var transaction = new AuditTransaction(context);
        var now = clock.GetUtcNow().UtcDateTime;
        var used = new Dictionary<string, SealingKey?>(StringComparer.Ordinal);

        string Seal(string person, string text)
        {
            if (!used.TryGetValue(person, out var key)) used[person] = key = keys.FindOrMake(transaction, person, now);
            return SealedText.Make(key, text);
        }

        string OfActor(string text) => PersonKeys.IsAccount(actor.Id) ? Seal(actor.Id, text) : text;

        AuditChain.Append(transaction, drafts.Select(draft => (IReadOnlyList<string?>)
        [
            AuditRow.Time(now), actor.Id, OfActor(actor.Name), OfActor(actor.From), draft.Action.ToString(), draft.Subject.Kind, draft.Subject.Key,
            ChangeJson.Write(draft.Before, Seal), ChangeJson.Write(draft.After, Seal),
            draft is { Details: { } details, Person: { } person } ? Seal(person, details) : draft.Details, draft.Person, draft.Reason,
        ]));
    }
}
