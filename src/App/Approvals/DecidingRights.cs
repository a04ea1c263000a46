using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Identity;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Approvals;

/// <summary>Whether someone may decide a request.</summary>
/// <param name="May">They may.</param>
/// <param name="OnBehalfOf">Whose right they would use; null for their own.</param>
/// <param name="WhyNot">Empty where they may.</param>
public sealed record Standing(bool May, string? OnBehalfOf, string WhyNot)
{
    internal static Standing No(string why) => new(false, null, why);
}

/// <summary>By which rights someone decides what others asked for: their own, and those that were handed on to them.</summary>
/// <remarks>
/// Nobody decides what they asked for themselves, by whichever session, role, key or delegation. Only people with an account ask and decide: behind a key, a
/// command or the app itself may stand the very person who asked.
/// </remarks>
public sealed class DecidingRights
{
    private const string NoPerson = "Only people who are signed in decide: no program, command or terminal does.";

    private readonly Actor _actor;
    private readonly IReadOnlyList<string> _delegatedBy;

    private DecidingRights(Actor actor, IReadOnlyList<string> delegatedBy) => (_actor, _delegatedBy) = (actor, delegatedBy);

    /// <summary>Whether there may be requests that they can decide.</summary>
    public bool MayDecide => HasAccount(_actor) && (_actor.May(Permission.Approve) || _delegatedBy.Count > 0);

    /// <summary>Whether they see what others asked for.</summary>
    public bool SeesAll => _actor.May(Permission.Approve) || MayDecide;

    /// <summary>Why they can decide nothing; of use where <see cref="MayDecide"/> is false.</summary>
    internal Exception WhyNever => HasAccount(_actor) ? new NotAllowedException(Permission.Approve) : new InputException(NoPerson.TrimEnd('.'));

    internal static bool HasAccount(Actor actor) =>
        actor.Kind == ActorKind.Person && actor.Id != Actor.Nobody.Id && !actor.Id.StartsWith(Actor.LocalPrefix, StringComparison.Ordinal);

    /// <summary>As of a moment.</summary>
    public static async Task<DecidingRights> OfAsync(InvestigatorContext context, Actor actor, DateTime now, CancellationToken cancel = default)
    {
        if (!HasAccount(actor)) return new DecidingRights(actor, []);
        var standing = await context.Delegations.AsNoTracking().Where(d => d.To == actor.Id && d.EndedAt == null && d.Until > now)
            .Join(context.Users.AsNoTracking().Where(static u => u.DisabledAt == null), static d => d.CreatedBy, static u => u.Id,
                static (d, u) => new { d.Id, d.CreatedBy, u.Roles })
            .ToListAsync(cancel);
        // A right that its owner lost is gone from whoever it was handed on to.
        var owners = standing.Where(static d => AccessPolicy.Of(d.Roles).Contains(Permission.Approve)).OrderBy(static d => d.Id)
            .Select(static d => d.CreatedBy);
        return new DecidingRights(actor, [.. owners.Distinct(StringComparer.Ordinal)]);
    }

    /// <param name="asker">Who asked for it.</param>
    public Standing On(string asker)
    {
        if (!HasAccount(_actor)) return Standing.No(NoPerson);
        if (asker == _actor.Id) return Standing.No("You asked for this: another person who may approve has to decide it.");
        if (_actor.May(Permission.Approve)) return new Standing(true, null, "");
        if (_delegatedBy.FirstOrDefault(who => who != asker) is { } who) return new Standing(true, who, "");
        return Standing.No(_delegatedBy.Count > 0
            ? "It was asked for by the one whose right was handed on to you: another person who may approve has to decide it."
            : new NotAllowedException(Permission.Approve).Message);
    }
}
