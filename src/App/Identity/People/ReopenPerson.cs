using Investigator.Access;
using Investigator.Engine.Core;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Identity.People;

/// <summary>Lets someone in again whose account was closed, with the roles of before.</summary>
public sealed class ReopenPerson(Accounts accounts, Sessions sessions)
{
    /// <exception cref="InputException">There is no such account, or it is open.</exception>
    public async Task HandleAsync(Actor actor, string person, string? reason, CancellationToken cancel = default)
    {
        await using var scope = accounts.Open(actor, Permission.ManagePeople);
        var user = await scope.Context.Users.FirstOrDefaultAsync(u => u.Id == person && u.DisabledAt != null, cancel)
            ?? throw new InputException("there is no such account here that was closed");
        scope.Context.Reason = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        user.DisabledAt = null;
        (await scope.Users.UpdateAsync(user)).Require();
        await sessions.RefreshAsync(person, cancel);
    }
}
