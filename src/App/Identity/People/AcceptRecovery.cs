using Investigator.Access;
using Investigator.Identity.SecondFactor;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Identity.People;

/// <summary>Sets the new password that a recovery link is for, and takes away all else that led in before.</summary>
public sealed class AcceptRecovery(Accounts accounts, OneTimeLinks links, EndSession end)
{
    public async Task<AcceptedLink> HandleAsync(string? secret, string? password, string? again, SignInPlace place, CancellationToken cancel = default)
    {
        var actor = Actor.Machine with { From = place.From };
        await using var scope = accounts.Open(actor, Permission.ManagePeople);
        if (await links.FindAsync(secret, LinkUse.Recovery, cancel) is not { UserId: { } id }) return new AcceptedLink(null);
        if (await scope.FindAsync(id, cancel) is not { } user) return new AcceptedLink(null);
        if (password != again) return new AcceptedLink(null, AccountProblem.Differs);
        foreach (var rule in scope.Users.PasswordValidators)
        {
            var checkedBy = await rule.ValidateAsync(scope.Users, user, password ?? "");
            if (!checkedBy.Succeeded) return new AcceptedLink(null, checkedBy.Errors.First().Code);
        }

        // One after another, but all or none: the link is not used up by half of it.
        await using var transaction = await scope.Context.Database.BeginTransactionAsync(cancel);
        try
        {
            if (await links.TakeAsync(scope.Context, secret, LinkUse.Recovery, cancel) is null) return new AcceptedLink(null);
            await ReplaceAsync(scope, user, password!);
            await transaction.CommitAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new AcceptedLink(null);
        }

        await end.AllAsync(actor, user.Id, cancel: cancel);
        return new AcceptedLink(user);
    }

    private static async Task ReplaceAsync(AccountScope scope, UserEntity user, string password)
    {
        if (user.PasswordHash is not null) (await scope.Users.RemovePasswordAsync(user)).Require();
        (await scope.Users.AddPasswordAsync(user, password)).Require();
        if (user.TwoFactorEnabled) await RemoveAuthenticator.RemoveAsync(scope, user);
        foreach (var passkey in await scope.Users.GetPasskeysAsync(user)) (await scope.Users.RemovePasskeyAsync(user, passkey.CredentialId)).Require();
        if (user.LockoutEnabled) (await scope.Users.SetLockoutEndDateAsync(user, null)).Require();
        (await scope.Users.ResetAccessFailedCountAsync(user)).Require();
    }
}
