using Investigator.Access;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Identity.People;

/// <summary>What someone who was invited chooses.</summary>
/// <param name="Name">As colleagues see it.</param>
/// <param name="UserName">To sign in with.</param>
/// <param name="Password">The password.</param>
/// <param name="Again">The same once more.</param>
public sealed record NewAccount(string? Name, string? UserName, string? Password, string? Again);

/// <summary>What became of a form.</summary>
/// <param name="User">Who is in now; null where it did not go through.</param>
/// <param name="Problem">Why not; null where the link is of no use.</param>
public sealed record AcceptedLink(UserEntity? User, string? Problem = null);

/// <summary>Makes the account that an invitation is for. The link is used up with it and by nothing else: not by looking at it, nor by a password that is
/// refused.</summary>
public sealed class AcceptInvitation(Accounts accounts, OneTimeLinks links, TimeProvider clock)
{
    public async Task<AcceptedLink> HandleAsync(string? secret, NewAccount wanted, SignInPlace place, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        await using var scope = accounts.Open(Actor.Machine with { From = place.From }, Permission.ManagePeople);
        if (await links.TakeAsync(scope.Context, secret, LinkUse.Invitation, cancel) is not { } link) return new AcceptedLink(null);
        if ((AccountProblem.OfName(wanted.Name) ?? AccountProblem.OfName(wanted.UserName)) is { } name) return new AcceptedLink(null, name);
        if (wanted.Password != wanted.Again) return new AcceptedLink(null, AccountProblem.Differs);
        var user = new UserEntity
        {
            UserName = wanted.UserName!.Trim(),
            Name = wanted.Name!.Trim(),
            Roles = [.. link.Roles],
            CreatedAt = clock.GetUtcNow().UtcDateTime,
            LockoutEnabled = true,
        };
        link.UserId = user.Id;
        try
        {
            var made = await scope.Users.CreateAsync(user, wanted.Password ?? "");
            return made.Succeeded ? new AcceptedLink(user) : new AcceptedLink(null, made.Errors.First().Code);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Of two who send the form at once one is late.
            return new AcceptedLink(null);
        }
    }
}
