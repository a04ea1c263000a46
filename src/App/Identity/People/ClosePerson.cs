using Investigator.Access;
using Investigator.Engine.Core;

namespace Investigator.Identity.People;

/// <summary>Closes an account: whoever has it is out at once and cannot come back. What the person did stays under the name.</summary>
public sealed class ClosePerson(Accounts accounts, Sessions sessions, EndSession end, AdministratorGuard guard, TimeProvider clock)
{
    /// <exception cref="InputException">It is one's own, closed already, or that of the only administrator.</exception>
    public async Task HandleAsync(Actor actor, string person, string? reason, CancellationToken cancel = default)
    {
        await using var scope = accounts.Open(actor, Permission.ManagePeople);
        if (person == actor.Id) throw new InputException("nobody closes their own account", expected: "another administrator to do it");
        var user = await scope.RequireAsync(person, cancel);
        scope.Context.Reason = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        await guard.DoAsync(scope, user, staysAdministrator: false, Close, cancel);
        await end.AllAsync(actor, person, cancel: cancel);
        await sessions.RefreshAsync(person, cancel);

        async Task Close()
        {
            user.DisabledAt = clock.GetUtcNow().UtcDateTime;
            (await scope.Users.UpdateAsync(user)).Require();
        }
    }
}
