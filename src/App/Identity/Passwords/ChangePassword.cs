using Investigator.Access;
using Investigator.Audit;
using Investigator.Engine.Core;

namespace Investigator.Identity.Passwords;

/// <summary>Changes one's own password, or sets a first one. All other sessions end: whoever else was in is out.</summary>
public sealed class ChangePassword(Accounts accounts, EndSession end, AuditLog audit)
{
    /// <param name="actor">Whose it is.</param>
    /// <param name="session">The session that goes on.</param>
    /// <param name="old">The password of until now; not asked for where there is none.</param>
    /// <param name="password">The new one.</param>
    /// <param name="cancel">Stops before anything is written.</param>
    /// <exception cref="InputException">The old one does not fit, or the new one is too easy.</exception>
    public async Task HandleAsync(Actor actor, string? session, string? old, string? password, CancellationToken cancel = default)
    {
        await using var scope = accounts.Open(actor, Permission.OwnAccount);
        var user = await scope.RequireAsync(actor.Id, cancel);
        if (user.IsDemo) throw new InputException("the demo's user signs in by the demo's link and has no password");
        if (user.PasswordHash is null)
        {
            (await scope.Users.AddPasswordAsync(user, password ?? "")).Require();
        }
        else
        {
            await scope.RequirePasswordAsync(user, old);
            (await scope.Users.ChangePasswordAsync(user, old!, password ?? "")).Require();
        }

        await audit.RecordAsync(actor, AuditAction.Changed, $"user {user.Id}", "password", cancel: cancel);
        await end.AllAsync(actor, user.Id, session, cancel);
    }
}
