using System.Buffers.Text;
using Investigator.Access;
using Investigator.Engine.Core;

namespace Investigator.Identity.Passkeys;

/// <summary>Gives one's own passkey another name.</summary>
public sealed class RenamePasskey(Accounts accounts)
{
    /// <exception cref="InputException">The name cannot be kept, or there is no such passkey.</exception>
    public async Task HandleAsync(Actor actor, string passkey, string? name, CancellationToken cancel = default)
    {
        if (AccountProblem.OfName(name) is not null)
        {
            throw new InputException("a passkey needs a name", expected: FormattableString.Invariant($"at most {AccountProblem.LongestName} characters"));
        }

        await using var scope = accounts.Open(actor, Permission.OwnAccount);
        var user = await scope.RequireAsync(actor.Id, cancel);
        var found = (await scope.Users.GetPasskeysAsync(user)).FirstOrDefault(p => Base64Url.EncodeToString(p.CredentialId) == passkey)
            ?? throw new InputException("this passkey is gone already");
        found.Name = name!.Trim();
        (await scope.Users.AddOrUpdatePasskeyAsync(user, found)).Require();
    }
}
