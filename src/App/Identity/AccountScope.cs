using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Storage.Database;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Identity;

/// <summary>Opens the accounts for one piece of work.</summary>
public sealed class Accounts(IServiceScopeFactory scopes)
{
    /// <param name="actor">Who changes accounts; signed under what is saved.</param>
    /// <param name="needed">The right to do so.</param>
    /// <exception cref="NotAllowedException">The actor has no such right.</exception>
    public AccountScope Open(Actor actor, Permission needed)
    {
        actor.Require(needed);
        return new AccountScope(scopes.CreateAsyncScope(), actor);
    }
}

/// <summary>Identity's own managers over one context, for one piece of work: they keep what they have read, and pages live for hours.</summary>
public sealed class AccountScope : IAsyncDisposable
{
    private readonly AsyncServiceScope _scope;

    internal AccountScope(AsyncServiceScope scope, Actor actor)
    {
        _scope = scope;
        Context.Actor = actor;
    }

    public InvestigatorContext Context => _scope.ServiceProvider.GetRequiredService<InvestigatorContext>();

    public UserManager<UserEntity> Users => _scope.ServiceProvider.GetRequiredService<UserManager<UserEntity>>();

    public SignInManager<UserEntity> SignIns => _scope.ServiceProvider.GetRequiredService<SignInManager<UserEntity>>();

    public IPasskeyHandler<UserEntity> Passkeys => _scope.ServiceProvider.GetRequiredService<IPasskeyHandler<UserEntity>>();

    /// <exception cref="InputException">There is no such account, or it was closed.</exception>
    public async Task<UserEntity> RequireAsync(string id, CancellationToken cancel = default) =>
        await FindAsync(id, cancel) ?? throw new InputException("there is no such account here, or it was closed", expected: "a person of the list of people");

    /// <summary>Asks for the password once more, before something that lasts; wrong ones count as they do at sign-in.</summary>
    /// <exception cref="InputException">It does not fit, or the account rests after too many that did not.</exception>
    public async Task RequirePasswordAsync(UserEntity user, string? password)
    {
        if (!await Users.IsLockedOutAsync(user))
        {
            if (await Users.CheckPasswordAsync(user, password ?? "")) return;
            (await Users.AccessFailedAsync(user)).Require();
        }

        throw new InputException("the password of until now does not fit; after five that do not, the account rests for five minutes");
    }

    /// <returns>Null where there is no such account, or it was closed.</returns>
    public Task<UserEntity?> FindAsync(string id, CancellationToken cancel = default) =>
        Context.Users.FirstOrDefaultAsync(u => u.Id == id && u.DisabledAt == null, cancel);

    /// <returns>A name to sign in with that nobody has, like the one that is wished for.</returns>
    public async Task<string> FreeNameAsync(string wished, CancellationToken cancel = default)
    {
        var taken = await Context.Users.Select(static u => u.UserName).ToListAsync(cancel);
        for (var number = 1; ; number++)
        {
            var tried = number == 1 ? wished : FormattableString.Invariant($"{wished}{number}");
            if (!taken.Contains(tried, StringComparer.OrdinalIgnoreCase)) return tried;
        }
    }

    public ValueTask DisposeAsync() => _scope.DisposeAsync();
}
