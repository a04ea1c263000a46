using Investigator.Access;

namespace Investigator.Identity;

/// <summary>Makes whoever opens the link that the first start printed the administrator, with every role: until colleagues are invited there is nobody else.
/// </summary>
public sealed class FirstAdministrator(Accounts accounts, OneTimeLinks links, Installation installation, TimeProvider clock)
{
    private static readonly SemaphoreSlim Turn = new(1, 1);

    /// <summary>A link for whoever works at this machine.</summary>
    public Task<string> MakeLinkAsync(CancellationToken cancel = default) => links.MakeAsync(
        Actor.Local, Permission.ManagePeople, new OneTimeLinkEntity { Use = LinkUse.FirstAdministrator, Hash = [], Name = Actor.Local.Name },
        SessionLimits.Link, cancel);

    /// <returns>The administrator's account; null where the link is of no use any more, or there is one already.</returns>
    public async Task<UserEntity?> HandleAsync(string? secret, CancellationToken cancel = default)
    {
        await Turn.WaitAsync(cancel);
        try
        {
            if (await installation.HasAdministratorAsync(cancel)) return null;
            await using var scope = accounts.Open(Actor.Local, Permission.ManagePeople);
            if (await links.TakeAsync(scope.Context, secret, LinkUse.FirstAdministrator, cancel) is not { } link) return null;
            var user = new UserEntity
            {
                UserName = await scope.FreeNameAsync(link.Name, cancel),
                Name = link.Name,
                Roles = [.. Enum.GetValues<Role>()],
                CreatedAt = clock.GetUtcNow().UtcDateTime,
                LockoutEnabled = true,
            };
            link.UserId = user.Id;
            (await scope.Users.CreateAsync(user)).Require();
            return user;
        }
        finally
        {
            Turn.Release();
        }
    }
}
