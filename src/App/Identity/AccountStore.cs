using System.Security.Cryptography;
using System.Text;
using Investigator.Storage.Database;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace Investigator.Identity;

/// <summary>Identity's own store over this database; a context that has an actor is asked for by who changes an account.</summary>
/// <remarks>What a second factor rests on is of no use to who reads the database alone: the key is kept under the server's seal, recovery codes as hashes.
/// </remarks>
internal sealed class AccountStore(InvestigatorContext context, IdentityErrorDescriber errors, IDataProtectionProvider protection)
    : UserOnlyStore<UserEntity, InvestigatorContext, string, IdentityUserClaim<string>, IdentityUserLogin<string>, UserTokenEntity,
        IdentityUserPasskey<string>>(context, errors)
{
    /// <summary>Begins what is a hash already: Identity writes the remaining codes back as it read them.</summary>
    private const char HashMark = '#';

    private const int HashRounds = 100_000;

    private readonly IDataProtector _seal = protection.CreateProtector("Investigator.Identity.AuthenticatorKey");

    public override Task SetAuthenticatorKeyAsync(UserEntity user, string key, CancellationToken cancellationToken) =>
        base.SetAuthenticatorKeyAsync(user, _seal.Protect(key), cancellationToken);

    /// <returns>Null too where the seal is another by now: the person then has the recovery codes.</returns>
    public override async Task<string?> GetAuthenticatorKeyAsync(UserEntity user, CancellationToken cancellationToken)
    {
        if (await base.GetAuthenticatorKeyAsync(user, cancellationToken) is not { } key) return null;
        try
        {
            return _seal.Unprotect(key);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public override Task ReplaceCodesAsync(UserEntity user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        base.ReplaceCodesAsync(user, recoveryCodes.Select(code => code.StartsWith(HashMark) ? code : HashOf(user, code)).ToList(), cancellationToken);

    public override Task<bool> RedeemCodeAsync(UserEntity user, string code, CancellationToken cancellationToken) =>
        base.RedeemCodeAsync(user, HashOf(user, code), cancellationToken);

    private static string HashOf(UserEntity user, string code)
    {
        var salt = Encoding.UTF8.GetBytes(user.Id);
        return HashMark + Convert.ToHexString(Rfc2898DeriveBytes.Pbkdf2(code, salt, HashRounds, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes));
    }
}
