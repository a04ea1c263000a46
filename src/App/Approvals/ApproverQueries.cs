using Investigator.Access;
using Investigator.Identity;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Approvals;

/// <summary>Someone with an account.</summary>
public sealed record PersonChoice(string Id, string Name);

/// <summary>Who could decide what someone asks for, and to whom a right could be handed on.</summary>
public sealed class ApproverQueries(IDbContextFactory<InvestigatorContext> contexts)
{
    /// <summary>People other than the actor who may approve by a role of their own.</summary>
    public async Task<int> CountOthersAsync(Actor actor, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var roles = await Others(context, actor).Select(u => u.Roles).ToListAsync(cancel);
        return roles.Count(static r => AccessPolicy.Of(r).Contains(Permission.Approve));
    }

    /// <summary>People other than the actor, by name.</summary>
    public async Task<IReadOnlyList<PersonChoice>> OthersAsync(Actor actor, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var people = await Others(context, actor).Select(u => new PersonChoice(u.Id, u.Name)).ToListAsync(cancel);
        return [.. people.OrderBy(static p => p.Name, StringComparer.OrdinalIgnoreCase).ThenBy(static p => p.Id, StringComparer.Ordinal)];
    }

    private static IQueryable<UserEntity> Others(InvestigatorContext context, Actor actor) =>
        context.Users.AsNoTracking().Where(u => u.DisabledAt == null && u.Id != actor.Id);
}
