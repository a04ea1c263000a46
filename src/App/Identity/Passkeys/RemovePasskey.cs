using System.Buffers.Text;
using Investigator.Access;
using Investigator.Audit;
using Investigator.Engine.Core;

namespace Investigator.Identity.Passkeys;

/// <summary>Takes a passkey off one's own account.</summary>
public sealed class RemovePasskey(Accounts accounts, AuditLog audit)
{
    /// <param name="actor">Whose it is.</param>
    /// <param name="passkey">Its id.</param>
    /// <param name="cancel">Stops before anything is written.</param>
    /// <exception cref="InputException">There would be no way to sign in any more, or there is no such passkey.</exception>
    public async Task HandleAsync(Actor actor, string passkey, CancellationToken cancel = default)
    {
        await using var scope = accounts.Open(actor, Permission.OwnAccount);
        var user = await scope.RequireAsync(actor.Id, cancel);
        var all = await scope.Users.GetPasskeysAsync(user);
        if (all.FirstOrDefault(p => Base64Url.EncodeToString(p.CredentialId) == passkey) is not { } found)
        {
            throw new InputException("this passkey is gone already");
        }

        if (all.Count == 1 && user.PasswordHash is null && (await scope.Users.GetLoginsAsync(user)).Count == 0)
        {
            throw new InputException("without this passkey there would be no way to sign in", expected: "to set a password or to add another passkey first");
        }

        (await scope.Users.RemovePasskeyAsync(user, found.CredentialId)).Require();
        await audit.RecordAsync(actor, AuditAction.Removed, $"user {user.Id}", "passkey", cancel: cancel);
    }
}
