using Investigator.Access;
using Investigator.Engine.Core;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Identity.People;

/// <summary>Sees to it that somebody stays who looks after people: whoever takes an administrator away does it one at a time, and never the last.</summary>
public sealed class AdministratorGuard : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Does what takes the person's rights, while nobody else does such a thing.</summary>
    /// <exception cref="InputException">Nobody else is an administrator.</exception>
    internal async Task DoAsync(AccountScope scope, UserEntity user, bool staysAdministrator, Func<Task> act, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            if (!staysAdministrator && !user.IsDemo && user.Roles.Contains(Role.Administrator)) await RequireAnotherAsync(scope, user, cancel);
            await act();
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private static async Task RequireAnotherAsync(AccountScope scope, UserEntity user, CancellationToken cancel)
    {
        var others = await scope.Context.Users.AsNoTracking().Where(u => u.Id != user.Id && !u.IsDemo && u.DisabledAt == null)
            .Select(static u => u.Roles).ToListAsync(cancel);
        if (others.Exists(static roles => roles.Contains(Role.Administrator))) return;
        throw new InputException($"{user.Name} is the only administrator", expected: "to make somebody else one first");
    }
}
