using Investigator.Access;
using Investigator.Engine.Core;

namespace Investigator.Identity.People;

/// <summary>Gives someone other roles. Their open pages act on it at once.</summary>
public sealed class ChangeRoles(Accounts accounts, Sessions sessions, AdministratorGuard guard)
{
    /// <param name="actor">Who looks after people.</param>
    /// <param name="person">Whose roles.</param>
    /// <param name="roles">All that the person is from now on; none for one who may do nothing.</param>
    /// <param name="reason">Kept in the audit.</param>
    /// <param name="cancel">Stops before anything is written.</param>
    /// <exception cref="InputException">They are one's own, or nobody would look after people any more.</exception>
    public async Task HandleAsync(Actor actor, string person, IReadOnlyCollection<Role> roles, string? reason, CancellationToken cancel = default)
    {
        await using var scope = accounts.Open(actor, Permission.ManagePeople);
        if (person == actor.Id) throw new InputException("nobody changes their own roles", expected: "another administrator to do it");
        var user = await scope.RequireAsync(person, cancel);
        scope.Context.Reason = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        await guard.DoAsync(scope, user, roles.Contains(Role.Administrator), Change, cancel);
        await sessions.RefreshAsync(person, cancel);

        async Task Change()
        {
            user.Roles = [.. roles.Distinct().Order()];
            (await scope.Users.UpdateAsync(user)).Require();
        }
    }
}
