using Investigator.Access;
using Investigator.Engine.Core;

namespace Investigator.Identity.People;

/// <summary>Changes one's own name, as colleagues see it. What one signs in with stays.</summary>
public sealed class RenameSelf(Accounts accounts, Sessions sessions)
{
    /// <exception cref="InputException">The name cannot be kept.</exception>
    public async Task HandleAsync(Actor actor, string? name, CancellationToken cancel = default)
    {
        if (AccountProblem.OfName(name) is { } problem) throw new InputException(AccountProblem.Words(problem).TrimEnd('.'));
        await using var scope = accounts.Open(actor, Permission.OwnAccount);
        var user = await scope.RequireAsync(actor.Id, cancel);
        user.Name = name!.Trim();
        (await scope.Users.UpdateAsync(user)).Require();
        await sessions.RefreshAsync(actor.Id, cancel);
    }
}
